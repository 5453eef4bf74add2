/** Sizes over the training, with a guide where a rule of thumb names one. */
import { dot, line, type PlotOptions, ruleY, text } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure, shortTick, ticksWithin } from './PlotFigure.tsx';

export interface SizeLine {
  readonly colour: string;
  /** Strokes and gaps, in pixels: '7 4'. */
  readonly dash: string;
  /** Sizes after so many training images; positive ones on a logarithmic axis. */
  readonly points: readonly { readonly images: number; readonly size: number }[];
}

interface SizesPlotProps {
  readonly label: string;
  readonly lines: readonly SizeLine[];
  readonly yLabel: string;
  readonly guide?: { readonly at: number; readonly name: string };
  /** 'log' if not given. */
  readonly scale?: 'log' | 'linear';
}

export function SizesPlot({ label, lines, yLabel, guide, scale = 'log' }: SizesPlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => ({
      x: { label: 'images seen', ticks: ticksWithin(width), tickFormat: shortTick },
      y: {
        type: scale,
        tickSize: 0,
        label: yLabel,
        domain: domainOf(lines, guide?.at, scale),
        ticks: 4,
        tickFormat: shortTick,
        grid: true,
      },
      marginLeft: 48,
      marginBottom: 34,
      marginRight: 22,
      marks: [
        ...(guide
          ? [
              ruleY([guide.at], { stroke: 'var(--muted)', strokeDasharray: '4 3' }),
              text([guide.name], {
                y: () => guide.at,
                frameAnchor: 'right',
                dy: -7,
                textAnchor: 'end',
                fill: 'var(--muted)',
              }),
            ]
          : []),
        ...lines.flatMap(({ colour, dash, points }) => [
          line(points, { x: 'images', y: 'size', stroke: colour, strokeWidth: 1.8, strokeDasharray: dash }),
          dot(points.slice(-1), { x: 'images', y: 'size', fill: colour, r: 3 }),
        ]),
      ],
    }),
    [lines, yLabel, guide, scale],
  );
  return <PlotFigure label={label} draw={draw} height={190} />;
}

/** From the smallest to the largest size, and the guide, with some room. */
function domainOf(
  lines: readonly SizeLine[],
  guide: number | undefined,
  scale: 'log' | 'linear',
): [number, number] {
  const sizes = lines.flatMap(({ points }) => points.map(({ size }) => size));
  const all = guide === undefined ? sizes : [...sizes, guide];
  if (all.length === 0) return [0.1, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(0.2 * (high - low), 0.02);
  return scale === 'log' ? [low / 1.5, high * 1.5] : [low - room, high + room];
}
