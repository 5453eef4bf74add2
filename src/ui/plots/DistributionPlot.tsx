/** Distributions over one another: which values there are, and how many of each. */
import { areaY, line, type PlotOptions, ruleX } from '@observablehq/plot';
import { useCallback } from 'react';
import { PlotFigure, shortTick, ticksWithin } from './PlotFigure.tsx';

export interface Distribution {
  readonly colour: string;
  /** Strokes and gaps, in pixels: '7 4'. */
  readonly dash: string;
  /** Middles of bins, and the share of the values in them, 0 … 1. */
  readonly points: readonly { readonly value: number; readonly share: number }[];
}

interface DistributionPlotProps {
  readonly label: string;
  readonly distributions: readonly Distribution[];
  readonly xLabel: string;
  readonly range: { readonly low: number; readonly high: number };
}

export function DistributionPlot({ label, distributions, xLabel, range }: DistributionPlotProps) {
  const draw = useCallback(
    (width: number): PlotOptions => ({
      x: {
        label: xLabel,
        domain: [range.low, range.high],
        ticks: ticksWithin(width),
        tickFormat: shortTick,
      },
      // The root shows the tails beside the peak that a ReLU makes at 0.
      y: {
        type: 'sqrt',
        label: 'share of the values (root scale)',
        ticks: 4,
        tickFormat: (share: number) => `${shortTick(100 * share)} %`,
        grid: true,
      },
      marginLeft: 44,
      marginBottom: 34,
      marginRight: 22,
      marks: [
        ruleX([0], { stroke: 'var(--control-line)' }),
        ...distributions.flatMap(({ colour, dash, points }) => [
          areaY(points, { x: 'value', y: 'share', fill: colour, fillOpacity: 0.16, curve: 'step' }),
          line(points, {
            x: 'value',
            y: 'share',
            stroke: colour,
            strokeWidth: 1.8,
            strokeDasharray: dash,
            curve: 'step',
          }),
        ]),
      ],
    }),
    [distributions, xLabel, range],
  );
  return <PlotFigure label={label} draw={draw} height={180} />;
}
