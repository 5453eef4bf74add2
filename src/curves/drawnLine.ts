/** A line that is to be drawn: its runs that have points, with their columns, and the marks of its epochs. */
import type { ColumnCache, Columns } from './columns.ts';
import type { CurveRun, Metric } from './curveRun.ts';
import type { Line } from './lines.ts';
import type { View } from './view.ts';
import { positionAt } from './xAxis.ts';

export interface DrawnRun {
  readonly run: CurveRun;
  readonly columns: Columns;
}

/** Validation after one epoch, of the seeds that got there. */
export interface Mark {
  /** Mean of the seeds' positions, which differ on the axis of time alone. */
  readonly x: number;
  readonly values: Readonly<Record<Metric, readonly number[]>>;
}

export interface DrawnLine {
  readonly line: Line;
  readonly runs: readonly DrawnRun[];
  /** Increasing in x. */
  readonly marks: readonly Mark[];
}

export function drawnLine(line: Line, view: View, cache: ColumnCache): DrawnLine {
  const runs = line.runs.map((run) => ({ run, columns: cache.of(run) }));
  const epochs = [...new Set(line.runs.flatMap(({ history }) => history.map(({ epoch }) => epoch)))];
  const marks = epochs
    .map((epoch) => markOf(runs, epoch, view))
    .filter((mark) => mark !== undefined)
    .sort((a, b) => a.x - b.x);
  return { line, runs, marks };
}

function markOf(runs: readonly DrawnRun[], epoch: number, { x }: View): Mark | undefined {
  const reached = runs.flatMap(({ run, columns }) => {
    const result = run.history.find((one) => one.epoch === epoch);
    // What a fork has from its parent is on the parent's line.
    if (!result || result.images <= (run.fork?.images ?? 0)) return [];
    return [{ result, at: positionAt(run, columns, x, result.images) }];
  });
  if (reached.length === 0) return undefined;
  return {
    x: reached.reduce((sum, { at }) => sum + at, 0) / reached.length,
    values: {
      acc: reached.map(({ result }) => result.val_acc),
      loss: reached.map(({ result }) => result.val_loss),
    },
  };
}

/** What the grid must hit: epochs' ends, the curves' ends, and where one branches off. */
export function exactPositions({ runs, marks }: DrawnLine, { x }: View, from: number, to: number): number[] {
  const ends = runs.flatMap(({ run, columns }) => {
    const seen = columns.raw('images').at(-1) ?? 0;
    const branch = run.fork ? [positionAt(run, columns, x, run.fork.images)] : [];
    return [...branch, positionAt(run, columns, x, seen)];
  });
  const within = [...marks.map((mark) => mark.x), ...ends].filter((at) => at >= from && at <= to);
  // The line between marks goes on to those outside.
  const before = marks.findLast((mark) => mark.x < from);
  const after = marks.find((mark) => mark.x > to);
  return [...within, ...[before, after].flatMap((mark) => (mark ? [mark.x] : []))];
}
