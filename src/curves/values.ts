/** A line's values at the grid's positions, over its seeds, with the band around them. */

import { mean as meanOf, standardDeviation, studentQuantile } from '../results/statistics.ts';
import { type Metric, totalImages } from './curveRun.ts';
import type { DrawnLine } from './drawnLine.ts';
import { marksOnGrid, onGrid } from './grid.ts';
import type { SeedView, View } from './view.ts';
import { positionAt, reached, X_AXIS } from './xAxis.ts';

/** One a grid position: null where there is nothing to draw, NaN where a line breaks. */
type Values = readonly (number | null)[];

export interface Band {
  readonly lower: Values;
  readonly upper: Values;
}

export interface BandedValues {
  readonly values: Values;
  /** Left out for a line of one seed. */
  readonly band: Band | undefined;
}

interface Question {
  readonly metric: Metric;
  readonly view: View;
  readonly grid: readonly number[];
  /** On a logarithmic axis zero and what is below it have no place: the line breaks there. */
  readonly log: boolean;
}

/** @param shown images on the whole axis */
export function trainValues(
  { runs }: DrawnLine,
  { metric, view, grid, log }: Question,
  shown: number,
): BandedValues {
  const { column, units } = X_AXIS[view.x];
  const ends = runs.map(({ run, columns }) => reached(run, columns, view.x));
  const last = Math.max(...ends);
  const curves = runs.map(({ run, columns }, i) => {
    const horizon = smoothingHorizon(view.smoothing, Math.min(shown, totalImages(run)));
    const curve = {
      xs: columns.raw(column),
      ys: columns.smoothed(metric, horizon),
      units: units(run),
      start: run.fork ? positionAt(run, columns, view.x, run.fork.images) : 0,
    };
    // Later seconds find it as it is: a seed that was quicker stays in the mean until the last one is done.
    const isHeld = view.x === 'seconds' && run.status?.kind === 'finished';
    const end = ends[i] ?? last;
    return onGrid(curve, isHeld ? grid.map((at) => (at <= last ? Math.min(at, end) : at)) : grid);
  });
  const [only] = curves;
  if (only && curves.length === 1) return banded(only, undefined, log);
  const there = grid.map((_, i) => curves.flatMap((curve) => curve[i] ?? []));
  const breaks = [...grid.keys()].filter((i) => partsFrom(there[i], there[i - 1]));
  return fromSpreads(
    there.map((values) => spreadOf(values, view.seeds)),
    new Set(breaks),
    log,
  );
}

/** A mean over other seeds than the one before it, which no line joins: that would show an event that no seed had. */
const partsFrom = (values: readonly number[] = [], before: readonly number[] = []): boolean =>
  before.length > 0 && values.length > 0 && values.length !== before.length;

export function validationValues(
  { marks, runs }: DrawnLine,
  { metric, view, grid, log }: Question,
): BandedValues {
  const spreads: (Spread | undefined)[] = grid.map(() => undefined);
  const breaks = new Set<number>();
  const positions = marksOnGrid(
    marks.map(({ x }) => x),
    grid,
  );
  for (const [i, mark] of marks.entries()) {
    const at = positions[i] ?? -1;
    if (at >= 0) spreads[at] = spreadOf(mark.values[metric], view.seeds);
    const between = at - 1;
    if (partsFrom(mark.values[metric], marks[i - 1]?.values[metric]) && between > (positions[i - 1] ?? -1))
      breaks.add(between);
  }
  if (runs.length === 1) {
    return banded(
      spreads.map((spread) => spread?.mean ?? null),
      undefined,
      log,
    );
  }
  return fromSpreads(spreads, breaks, log);
}

function fromSpreads(
  spreads: readonly (Spread | undefined)[],
  breaks: ReadonlySet<number>,
  log: boolean,
): BandedValues {
  const band = {
    lower: spreads.map((spread) => spread?.lower ?? null),
    upper: spreads.map((spread) => spread?.upper ?? null),
  };
  return banded(
    spreads.map((spread, at) => (breaks.has(at) ? Number.NaN : (spread?.mean ?? null))),
    band.upper.some((value) => value !== null) ? band : undefined,
    log,
  );
}

const banded = (values: Values, band: Band | undefined, log: boolean): BandedValues => ({
  values: log ? values.map((value) => (value !== null && value <= 0 ? Number.NaN : value)) : values,
  band,
});

/**
 * By default: in images, a fiftieth of the axis or of a shorter run, but where that is little about 100 images, or a
 * window of one small batch would be all that a point shows.
 */
const defaultHorizon = (shown: number): number => Math.max(0.02 * shown, Math.min(100, 0.1 * shown));

/**
 * @param amount 0 (no averaging) to 1; every tenth more reaches 1.6 times as far, 0.5 is the default
 * @param shown images on the axis, or in a shorter run
 */
const smoothingHorizon = (amount: number, shown: number): number =>
  (defaultHorizon(shown) * (100 ** amount - 1)) / (100 ** 0.5 - 1);

/** A mean over seeds and the band around it. */
interface Spread {
  readonly mean: number;
  /** Both left out where fewer than two seeds are there: one value has no spread. */
  readonly lower?: number;
  readonly upper?: number;
}

/** @returns undefined for no values */
export function spreadOf(values: readonly number[], seeds: SeedView): Spread | undefined {
  const n = values.length;
  const [first] = values;
  if (first === undefined) return undefined;
  const mean = meanOf(values);
  const deviation = standardDeviation(values);
  if (deviation === undefined || seeds === 'lines') return { mean };
  switch (seeds) {
    case 'range':
      return { mean, lower: Math.min(...values), upper: Math.max(...values) };
    case 'deviation':
      return around(mean, deviation);
    case 'interval':
      return around(mean, (studentQuantile(0.95, n - 1) * deviation) / Math.sqrt(n));
    default:
      return seeds satisfies never;
  }
}

const around = (mean: number, half: number): Spread => ({ mean, lower: mean - half, upper: mean + half });
