/** How noisy a statistic of a minibatch is at each batch size: measured dots, and the line that theory draws. */
import { dot, line, type PlotOptions } from '@observablehq/plot';
import { useCallback } from 'react';
import { type MarkName, PlotFigure, symbolOf } from './PlotFigure.tsx';

export interface NoiseSeries {
  readonly colour: string;
  /** Strokes and gaps of the predicted line, in pixels: '7 4'. */
  readonly dash: string;
  readonly mark: MarkName;
  /** By batch size; spreads that are positive. */
  readonly points: readonly {
    readonly batch: number;
    readonly spread: number;
    readonly predicted: number;
    /** Whether it is the size that the run trains with. */
    readonly own: boolean;
  }[];
}

interface NoisePlotProps {
  readonly label: string;
  readonly yLabel: string;
  readonly series: readonly NoiseSeries[];
}

export function NoisePlot({ label, yLabel, series }: NoisePlotProps) {
  const draw = useCallback(
    (): PlotOptions => ({
      x: {
        type: 'log',
        base: 2,
        label: 'batch size',
        ticks: [...new Set(series.flatMap(({ points }) => points.map(({ batch }) => batch)))],
        tickFormat: (batch: number) => String(batch),
        grid: true,
      },
      y: { type: 'log', label: yLabel, grid: true, ticks: 4, tickFormat: (value: number) => String(value) },
      inset: 10,
      marginLeft: 46,
      marginBottom: 36,
      marginRight: 18,
      marks: series.flatMap(({ colour, dash, mark, points }) => [
        line(
          points.filter(({ predicted }) => predicted > 0),
          { x: 'batch', y: 'predicted', stroke: colour, strokeDasharray: dash, strokeWidth: 1.5 },
        ),
        dot(
          points.filter(({ own }) => own),
          { x: 'batch', y: 'spread', r: 9, stroke: 'var(--ink)', strokeWidth: 1.5 },
        ),
        dot(points, { x: 'batch', y: 'spread', r: 4.5, fill: colour, symbol: symbolOf(mark) }),
      ]),
    }),
    [yLabel, series],
  );
  return <PlotFigure label={label} draw={draw} height={250} />;
}
