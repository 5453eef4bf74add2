/**
 * Curves of several runs on one common grid along x, which tfjs-vis needs: its series must have the same length and
 * share their x values. A grid of about 200 positions is as fine as a chart of 500 pixels can show and keeps a redraw
 * short, however many points the runs have.
 */

export const GRID_POINTS = 200;

/** Of a position that went through other units and back, relative. */
const ROUNDING = 1e-9;

/**
 * The right end of the axis: the smallest of total, total/2, total/4, … that the curves fit in, so that the first
 * minute of a long run is not a dot at the left edge, and the axis stands still most of the time.
 */
export function axisEnd(seen: number, total: number): number {
  let end = total;
  while (end > 1 && seen <= end / 2) end /= 2;
  return Math.max(1, Math.ceil(end), seen);
}

/** Where nobody knows the total: the next of 1, 1.5, 2, 3, 5, 7 and their multiples by ten. */
export function roundEnd(seen: number): number {
  if (!(seen > 0)) return 1;
  const exponent = Math.floor(Math.log10(seen));
  const ends = ROUND_ENDS.map((step) => Number(`${step}e${exponent}`));
  return ends.find((end) => seen <= end * (1 + ROUNDING)) ?? 10 ** (exponent + 1);
}
const ROUND_ENDS = [1, 1.5, 2, 3, 5, 7] as const;

export interface GridRange {
  readonly from: number;
  readonly to: number;
  /** Whether what is counted comes in ones, as images do. */
  readonly whole: boolean;
}

/**
 * Positions from … to in equal steps, and `extra` ones to hit exactly (ends of epochs and of curves), unless two of
 * those are too close to tell apart; increasing.
 */
export function gridPositions(
  { from, to, whole }: GridRange,
  extra: readonly number[],
  points = GRID_POINTS,
): number[] {
  const step = (to - from) / points;
  const kept: number[] = [];
  for (const x of [...new Set(extra)].sort((a, b) => a - b)) {
    if (x - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= step / 2) kept.push(x);
  }
  const regular = Array.from({ length: points + 1 }, (_, i) => {
    if (i === 0 || i === points) return i === 0 ? from : to;
    const x = from + i * step;
    return whole ? Math.min(to, Math.max(from, Math.round(x))) : x;
  });
  return [...new Set([...regular, ...kept])].sort((a, b) => a - b);
}

export interface Curve {
  /** Increasing. */
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  /** What one unit of the grid is in `xs`. */
  readonly units: number;
  /** Where it begins, in the grid's units. */
  readonly start: number;
}

/**
 * Values of a curve at the grid's positions: linear between its points, null after the last and before its start.
 * The first point is the mean up to its position, and is drawn so.
 */
export function onGrid({ xs, ys, units, start }: Curve, grid: readonly number[]): (number | null)[] {
  const end = xs.length - 1;
  const last = xs[end];
  return grid.map((position) => {
    const x = position * units;
    if (last === undefined || x > last * (1 + ROUNDING) || position < start * (1 - ROUNDING)) return null;
    const after = Math.min(end, firstNotBelow(xs, x));
    const [x1 = 0, y1 = 0] = [xs[after], ys[after]];
    if (after === 0) return y1;
    const [x0 = 0, y0 = 0] = [xs[after - 1], ys[after - 1]];
    return x >= x1 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
  });
}

/** Index of the first of increasing numbers that is not below `x`; their count if all are. */
export function firstNotBelow(xs: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** For each of the marks at `xs`, the index of the grid's nearest position; -1 off the grid. */
export function marksOnGrid(xs: readonly number[], grid: readonly number[]): number[] {
  const [first = 0, last = -1] = [grid[0], grid.at(-1)];
  return xs.map((x) => (x < first || x > last ? -1 : nearest(grid, x)));
}

/** Index of the nearest of increasing positions, -1 for none. */
export function nearest(grid: readonly number[], x: number): number {
  const after = firstNotBelow(grid, x);
  const [a, b] = [grid[after - 1], grid[after]];
  if (a === undefined) return b === undefined ? -1 : after;
  return b !== undefined && b - x < x - a ? after : after - 1;
}
