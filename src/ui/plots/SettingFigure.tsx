/** Accuracy against a setting: means with their intervals, single seeds, and what is set apart by a hollow mark. */

import { dot, line, type PlotOptions, ruleX } from '@observablehq/plot';
import { useCallback } from 'react';
import { percentage, plain } from '../../spec/numbers.ts';
import { type MarkName, PlotFigure, symbolOf } from './PlotFigure.tsx';

export interface SettingSeries {
  readonly colour: string;
  /** Strokes and gaps, in pixels: '7 4'. */
  readonly dash: string;
  readonly mark: MarkName;
  /** By ascending value, `x` a little beside it; accuracies are fractions. */
  readonly points: readonly {
    readonly x: number;
    readonly mean: number | undefined;
    readonly interval: { readonly low: number; readonly high: number } | undefined;
    readonly accuracies: readonly number[];
    readonly raw: number | undefined;
    /** Where a hollow mark stands: a published figure, or a choice. */
    readonly hollow: number | undefined;
  }[];
}

interface SettingFigureProps {
  readonly label: string;
  /** What the accuracy is of: 'test accuracy'. */
  readonly measure: string;
  readonly series: readonly SettingSeries[];
  /** What the axis is called: 'batch size (log scale)'. */
  readonly axis: string;
  /** The base of its logarithm; undefined where it is linear. */
  readonly log: number | undefined;
  readonly values: readonly number[];
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
}

const HEIGHT = 320;
/** Half the bar across an interval's end, in pixels. */
const CAP = 4;

export function SettingFigure({
  label,
  measure,
  series,
  axis,
  log,
  values,
  xDomain,
  yDomain,
}: SettingFigureProps) {
  const draw = useCallback(
    (): PlotOptions => ({
      x: {
        ...(log === undefined ? { type: 'linear' as const } : { type: 'log' as const, base: log }),
        domain: [...xDomain],
        label: axis,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 0,
        ticks: [...values],
        tickFormat: plain,
      },
      y: {
        domain: [...yDomain],
        label: measure,
        labelArrow: 'none',
        tickSize: 0,
        grid: true,
        ticks: 6,
        tickFormat: (accuracy: number) => `${Number(percentage(accuracy))} %`,
        clamp: true,
      },
      marginLeft: 52,
      marginBottom: 42,
      marginTop: 22,
      marginRight: 18,
      marks: series.flatMap((one) => marksOf(one, yDomain)),
    }),
    [measure, series, axis, log, values, xDomain, yDomain],
  );
  return <PlotFigure label={label} draw={draw} height={HEIGHT} />;
}

function marksOf({ colour, dash, mark, points }: SettingSeries, [low, high]: readonly [number, number]) {
  const symbol = symbolOf(mark);
  const drawn = points.flatMap(({ x, mean }) => (mean === undefined ? [] : [{ x, mean }]));
  const bars = points.flatMap(({ x, interval }) => (interval ? [{ x, ...interval }] : []));
  const seeds = points.flatMap(({ x, accuracies }) =>
    accuracies.length > 1 ? accuracies.map((accuracy) => ({ x, accuracy })) : [],
  );
  const hollow = points.filter((point) => point.hollow !== undefined);
  return [
    line(drawn, { x: 'x', y: 'mean', stroke: colour, strokeWidth: 2, strokeDasharray: dash }),
    ruleX(bars, { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.5, strokeOpacity: 0.75 }),
    // A bar that leaves the axis has no end there.
    ...(['low', 'high'] as const).map((end) =>
      dot(
        bars.filter((bar) => bar[end] >= low && bar[end] <= high),
        { x: 'x', y: end, stroke: colour, strokeOpacity: 0.75, strokeWidth: 1.5, symbol: CAP_SYMBOL },
      ),
    ),
    dot(seeds, { x: 'x', y: 'accuracy', r: 2.4, fill: colour, fillOpacity: 0.6 }),
    dot(hollow, { x: 'x', y: 'hollow', r: 6.5, symbol, stroke: colour, strokeWidth: 1.8 }),
    dot(
      points.filter(({ raw }) => raw !== undefined),
      { x: 'x', y: 'raw', r: 4.5, symbol: 'times', stroke: colour, strokeWidth: 1.8 },
    ),
    dot(drawn, { x: 'x', y: 'mean', r: 4.5, symbol, fill: colour, stroke: 'var(--panel)', strokeWidth: 1 }),
  ];
}

/** A short bar across. */
const CAP_SYMBOL = {
  draw(context: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void }): void {
    context.moveTo(-CAP, 0);
    context.lineTo(CAP, 0);
  },
};
