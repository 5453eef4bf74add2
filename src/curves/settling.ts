/**
 * What may leave the chart: the first steps, at small batches far above chance, or all that follows would be flat; and
 * a run that has exploded, which is then named.
 */
import { totalImages } from './curveRun.ts';
import type { Domain } from './domain.ts';
import type { DrawnLine } from './drawnLine.ts';
import type { BandedValues } from './values.ts';
import type { View } from './view.ts';
import { positionAt } from './xAxis.ts';

const SETTLING_SHARE = 0.02;
/** The start of a run's axis is a few steps long: so many images, too, are allowed to settle. */
const SETTLING_IMAGES = 200;

/** The axes, as far as they are known before the y axis. */
interface Axes {
  readonly grid: readonly number[];
  readonly xDomain: Domain;
  readonly zoomed: boolean;
  /** The right end of the x axis that is not zoomed. */
  readonly end: number;
  readonly view: View;
}

export interface PlacedValues extends BandedValues {
  readonly split: 'train' | 'validation';
}

/**
 * Values for the y axis to reach: those within the x domain, and of the whole axis' train lines without their first
 * steps, unless there are no others.
 */
export function settledValues(
  { split, values, band }: PlacedValues,
  { grid, xDomain: [from, to], zoomed }: Pick<Axes, 'grid' | 'xDomain' | 'zoomed'>,
): number[] {
  const first = split === 'train' && !zoomed ? SETTLING_SHARE * to : from;
  const all = [values, ...(band ? [band.lower, band.upper] : [])];
  const after = all.flatMap((one) =>
    numbers(one.filter((_, i) => (grid[i] ?? 0) >= first && (grid[i] ?? 0) <= to)),
  );
  return after.length > 0 ? after : numbers(values);
}

const numbers = (values: readonly (number | null)[]): number[] =>
  values.flatMap((value) => (value === null || Number.isNaN(value) ? [] : value));

/** Whether a line is above the chart once it had time to settle, or ended there before it had. */
export function staysAbove(
  { line, runs }: DrawnLine,
  all: readonly PlacedValues[],
  { grid, end, view }: Pick<Axes, 'grid' | 'end' | 'view'>,
  top: number,
): boolean {
  const settling = Math.max(
    SETTLING_SHARE * end,
    ...runs.map(({ run, columns }) =>
      positionAt(run, columns, view.x, Math.min(SETTLING_IMAGES, 0.1 * totalImages(run))),
    ),
  );
  const ended = !line.runs.some(({ active }) => active);
  return all.some(({ split, values }) => {
    const last = values.findLastIndex((value) => value !== null);
    return values.some((value, i) => {
      const counts = split === 'validation' || (grid[i] ?? 0) > settling || (ended && i === last);
      return counts && value !== null && value > top;
    });
  });
}
