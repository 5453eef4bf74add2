/** What the charts say at one position: a row for each line with its four values, of many lines the nearest ones. */

import { formatMetric, METRICS, type Metric } from '../../curves/curveRun.ts';
import type { Series } from '../../curves/curves.ts';
import { nearest } from '../../curves/grid.ts';
import type { XAxis } from '../../curves/view.ts';
import { counted, grouped } from '../../spec/numbers.ts';
import type { DrawnCurves } from './board.ts';

export type Split = Series['split'];

export interface Reading {
  readonly line: string;
  readonly name: string;
  readonly colour: number;
  readonly values: Readonly<Record<Metric, Readonly<Record<Split, number | undefined>>>>;
}

export interface Readings {
  /** The position that is read: the grid's nearest. */
  readonly x: number;
  /** The charts that are read. */
  readonly metrics: readonly Metric[];
  readonly rows: readonly Reading[];
  /** Lines that have a value too but no row. */
  readonly more: number;
}

export interface Pointed {
  readonly x: number;
  readonly metric: Metric;
  /** A height in that chart, in its values: which lines are near. */
  readonly level: number | undefined;
}

/** More rows than this hide the chart that they explain. */
export const MAX_ROWS = 8;

/** @param drawn charts drawn at different moments have grids of their own */
export function readingsAt(drawn: DrawnCurves, { x: asked, metric, level }: Pointed): Readings {
  const { grid = [], series = [] } = drawn[metric] ?? {};
  const x = grid[nearest(grid, asked)] ?? 0;
  const lines = new Map(series.map((one) => [one.line, one]));
  const rows = [...lines.values()].flatMap((first): Reading[] => {
    const read = (of: Metric, split: Split): number | undefined => {
      const curves = drawn[of];
      const one = curves?.series.find((each) => each.line === first.line && each.split === split);
      return curves && valueAt(one, nearest(curves.grid, x));
    };
    const values = {
      acc: { train: read('acc', 'train'), validation: read('acc', 'validation') },
      loss: { train: read('loss', 'train'), validation: read('loss', 'validation') },
    };
    const { line, name, colour } = first;
    const { train, validation } = values[metric];
    return train === undefined && validation === undefined ? [] : [{ line, name, colour, values }];
  });
  const distance = ({ values }: Reading): number => {
    const { train, validation } = values[metric];
    return Math.min(...[train, validation].map((value) => Math.abs((value ?? Infinity) - (level ?? 0))));
  };
  const near = level === undefined ? rows : rows.toSorted((a, b) => distance(a) - distance(b));
  const kept = new Set(near.slice(0, MAX_ROWS));
  return {
    x,
    metrics: METRICS.filter((one) => drawn[one]),
    rows: rows.filter((row) => kept.has(row)),
    more: Math.max(0, rows.length - MAX_ROWS),
  };
}

/** Of a validation series, what the last epoch before that position gave: it holds until the next. */
function valueAt(series: Series | undefined, index: number): number | undefined {
  if (!series) return undefined;
  const value =
    series.split === 'train'
      ? series.values[index]
      : series.values.slice(0, index + 1).findLast((one) => one !== null);
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}

/** '6,000 images seen', 'epoch 1.25', '12.3 seconds of training' */
export function formatPosition(x: number, axis: XAxis): string {
  const number = (digits: number) => grouped(x, digits);
  switch (axis) {
    case 'images':
      return `${counted(Math.round(x), 'image')} seen`;
    case 'updates':
      return counted(Math.round(x), 'update');
    case 'epochs':
      return `epoch ${number(2)}`;
    case 'seconds':
      return `${number(x < 10 ? 2 : 1)} s of training`;
    default:
      return axis satisfies never;
  }
}

const WORDS = [
  ['acc', 'train', 'training accuracy'],
  ['acc', 'validation', 'validation accuracy'],
  ['loss', 'train', 'training loss'],
  ['loss', 'validation', 'validation loss'],
] as const;

/** The readings as one would say them. */
export function sayReadings({ x, rows, more }: Readings, axis: XAxis): string {
  const said = rows.map(({ name, values }) => {
    const parts = WORDS.flatMap(([metric, split, words]) => {
      const value = values[metric][split];
      return value === undefined ? [] : [`${words} ${formatMetric(metric, value)}`];
    });
    return `${name}: ${parts.join(', ')}.`;
  });
  const rest = more > 0 ? [`And ${more} more.`] : [];
  return [`${formatPosition(x, axis)}.`, ...said, ...rest].join(' ');
}
