/** Sizes over the training on a logarithmic axis, with a guide where a rule of thumb names one. */
import { dot, line, type PlotOptions, ruleY, text } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure, shortTick, ticksWithin } from './PlotFigure.tsx';

export interface SizeLine {
  readonly colour: string;
  /** Strokes and gaps, in pixels: '7 4'. */
  readonly dash: string;
  /** Positive sizes after so many training images. */
  readonly points: readonly { readonly images: number; readonly size: number }[];
}

interface SizesPlotProps {
  readonly label: string;
  readonly lines: readonly SizeLine[];
  readonly yLabel: string;
  readonly guide?: { readonly at: number; readonly name: string };
}

export function SizesPlot({ label, lines, yLabel, guide }: SizesPlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => ({
      x: { label: 'images seen', ticks: ticksWithin(width), tickFormat: shortTick },
      y: {
        type: 'log',
        tickSize: 0,
        label: yLabel,
        domain: domainOf(lines, guide?.at),
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
    [lines, yLabel, guide],
  );
  return <PlotFigure label={label} draw={draw} height={190} />;
}

/** From the smallest to the largest size, and the guide, with some room. */
function domainOf(lines: readonly SizeLine[], guide: number | undefined): [number, number] {
  const sizes = lines.flatMap(({ points }) => points.map(({ size }) => size));
  const all = guide === undefined ? sizes : [...sizes, guide];
  if (all.length === 0) return [0.1, 1];
  return [Math.min(...all) / 1.5, Math.max(...all) * 1.5];
}
