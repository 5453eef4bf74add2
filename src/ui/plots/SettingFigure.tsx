/** A result against a setting: means with their intervals, single seeds, and what is set apart by a hollow mark. */

import { dot, line, type PlotOptions, rect, ruleX, ruleY } from '@observablehq/plot';
import { useCallback } from 'react';
import { plain } from '../../spec/numbers.ts';
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
    readonly results: readonly number[];
    readonly raw: number | undefined;
    /** Where a hollow mark stands: a published figure, or a choice. */
    readonly hollow: number | undefined;
  }[];
}

interface Baseline {
  readonly mean: number;
  readonly interval: { readonly low: number; readonly high: number } | undefined;
}

interface SettingFigureProps {
  readonly label: string;
  /** What is measured: 'test accuracy'. */
  readonly measure: string;
  /** A value of it at the axis; keep it stable. */
  readonly tick: (value: number) => string;
  readonly series: readonly SettingSeries[];
  /** What the axis is called: 'batch size (log scale)'. */
  readonly axis: string;
  /** The base of its logarithm; undefined where it is linear. */
  readonly log: number | undefined;
  readonly values: readonly number[];
  /** What stands at each of them, where they are places of names. */
  readonly names?: readonly string[] | undefined;
  /** Drawn across, in its interval. */
  readonly baseline?: Baseline | undefined;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
}

const HEIGHT = 320;
/** Half the bar across an interval's end, in pixels. */
const CAP = 4;

export function SettingFigure({
  label,
  measure,
  tick,
  series,
  axis,
  log,
  values,
  names,
  baseline,
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
        tickFormat: (value: number) => names?.[value] ?? plain(value),
      },
      y: {
        domain: [...yDomain],
        label: measure,
        labelArrow: 'none',
        tickSize: 0,
        grid: true,
        ticks: 6,
        tickFormat: tick,
        clamp: true,
      },
      marginLeft: 52,
      marginBottom: 42,
      marginTop: 22,
      marginRight: 18,
      marks: [
        ...(baseline ? baselineMarks(baseline, xDomain, yDomain) : []),
        ...series.flatMap((one) => marksOf(one, yDomain, names === undefined)),
      ],
    }),
    [measure, tick, series, axis, log, values, names, baseline, xDomain, yDomain],
  );
  return <PlotFigure label={label} draw={draw} height={HEIGHT} />;
}

/** From edge to edge: a dashed line at the mean, in its interval. */
function baselineMarks(
  { mean, interval }: Baseline,
  [x1, x2]: readonly [number, number],
  [low, high]: readonly [number, number],
) {
  const bands = interval
    ? [{ x1, x2, y1: Math.max(low, interval.low), y2: Math.min(high, interval.high) }]
    : [];
  return [
    rect(bands, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'currentColor', fillOpacity: 0.13 }),
    ruleY([mean], { stroke: 'currentColor', strokeWidth: 1.5, strokeDasharray: '6 4' }),
  ];
}

/** @param connected whether a line leads from value to value */
function marksOf(
  { colour, dash, mark, points }: SettingSeries,
  [low, high]: readonly [number, number],
  connected: boolean,
) {
  const symbol = symbolOf(mark);
  const drawn = points.flatMap(({ x, mean }) => (mean === undefined ? [] : [{ x, mean }]));
  const bars = points.flatMap(({ x, interval }) => (interval ? [{ x, ...interval }] : []));
  const seeds = points.flatMap(({ x, results }) =>
    results.length > 1 ? results.map((result) => ({ x, result })) : [],
  );
  const hollow = points.filter((point) => point.hollow !== undefined);
  return [
    line(connected ? drawn : [], {
      x: 'x',
      y: 'mean',
      stroke: colour,
      strokeWidth: 2,
      strokeDasharray: dash,
    }),
    ruleX(bars, { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.5, strokeOpacity: 0.75 }),
    // A bar that leaves the axis has no end there.
    ...(['low', 'high'] as const).map((end) =>
      dot(
        bars.filter((bar) => bar[end] >= low && bar[end] <= high),
        { x: 'x', y: end, stroke: colour, strokeOpacity: 0.75, strokeWidth: 1.5, symbol: CAP_SYMBOL },
      ),
    ),
    dot(seeds, { x: 'x', y: 'result', r: 2.4, fill: colour, fillOpacity: 0.6 }),
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
