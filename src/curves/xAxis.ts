/** The x axes: where a run's points and epochs lie on each, how far it reaches, and what it is called. */
import type { Columns } from './columns.ts';
import { type CurveRun, totalImages, totalSteps } from './curveRun.ts';
import { axisEnd, firstNotBelow, roundEnd } from './grid.ts';
import type { XAxis } from './view.ts';

interface XAxisSpec {
  readonly column: 'images' | 'step' | 'ms';
  /** Under the axis. */
  readonly title: string;
  /** Whether what is counted comes in ones. */
  readonly whole: boolean;
  /** What one unit of the axis is in the column. */
  units(run: CurveRun): number;
  /** Where the run will end; undefined where nobody knows. */
  total(run: CurveRun): number | undefined;
}

export const X_AXIS: Readonly<Record<XAxis, XAxisSpec>> = {
  images: { column: 'images', title: 'images seen', whole: true, units: () => 1, total: totalImages },
  updates: { column: 'step', title: 'updates', whole: true, units: () => 1, total: totalSteps },
  epochs: {
    column: 'images',
    title: 'epochs',
    whole: false,
    units: (run) => totalImages(run) / run.experiment.epochs,
    total: (run) => run.experiment.epochs,
  },
  seconds: {
    column: 'ms',
    title: 'seconds of training',
    whole: false,
    units: () => 1000,
    total: () => undefined,
  },
};

/** Where the run stands. */
export const reached = (run: CurveRun, columns: Columns, x: XAxis): number => {
  const { column, units } = X_AXIS[x];
  return (columns.raw(column).at(-1) ?? 0) / units(run);
};

/** Where the run was when it had seen so many images: between two points as if it went evenly. */
export function positionAt(run: CurveRun, columns: Columns, x: XAxis, images: number): number {
  const { column, units } = X_AXIS[x];
  if (column === 'images') return images / units(run);
  const [seen, values] = [columns.raw('images'), columns.raw(column)];
  const after = firstNotBelow(seen, images);
  const [seen1 = 0, value1 = 0] = [seen[after], values[after]];
  if (after >= seen.length) return (values.at(-1) ?? 0) / units(run);
  const [seen0 = 0, value0 = 0] = [seen[after - 1], values[after - 1]];
  return (value0 + ((images - seen0) / (seen1 - seen0)) * (value1 - value0)) / units(run);
}

/** The right end of an axis for these runs. */
export function endOf(runs: readonly { run: CurveRun; columns: Columns }[], x: XAxis): number {
  const seen = Math.max(...runs.map(({ run, columns }) => reached(run, columns, x)));
  const totals = runs.map(({ run }) => X_AXIS[x].total(run));
  const known = totals.filter((total) => total !== undefined);
  if (known.length === totals.length) return axisEnd(seen, Math.max(...known));
  return runs.some(({ run }) => run.active) || seen <= 0 ? roundEnd(seen) : seen;
}
