/** What a key does while a chart has the focus: arrows move the crosshair, plus, minus and zero zoom. */
import type { Curves } from '../../curves/curves.ts';
import { nearest } from '../../curves/grid.ts';
import type { Zoom } from '../../curves/view.ts';

export type KeyEffect =
  | { readonly kind: 'move'; readonly x: number }
  | { readonly kind: 'leave' }
  | { readonly kind: 'zoom'; readonly zoom: Zoom | undefined };

/** Positions of the grid that a key goes along. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Zoomed in further than this share of the axis a curve is one straight line. */
const NARROWEST = 1 / 200;

/**
 * @param x where the crosshair is, if it is anywhere
 * @returns undefined for keys that do nothing here
 */
export function keyEffect(key: string, curves: Curves, x: number | undefined): KeyEffect | undefined {
  const [from, to] = curves.xDomain;
  const positions = curves.grid.filter((position) => position >= from && position <= to);
  if (key === 'Escape') return { kind: 'leave' };
  if (key === '0') return { kind: 'zoom', zoom: undefined };
  if (key === '+' || key === '=') return { kind: 'zoom', zoom: scaled(curves, x, 1 / 2) };
  if (key === '-') return { kind: 'zoom', zoom: scaled(curves, x, 2) };
  const steps = STEPS[key];
  const last = positions.length - 1;
  if (steps === undefined || last < 0) return undefined;
  // The crosshair comes in where the curves stand.
  const next = x === undefined ? lastValued(curves, positions) : nearest(positions, x) + steps;
  return { kind: 'move', x: positions[Math.max(0, Math.min(last, next))] ?? from };
}

/** Index of the last position at which any curve has a value. */
function lastValued({ grid, series }: Curves, positions: readonly number[]): number {
  const last = grid.findLastIndex((_, i) => series.some(({ values }) => typeof values[i] === 'number'));
  return Math.max(0, Math.min(positions.length - 1, nearest(positions, grid[last] ?? 0)));
}

/** The x domain wider or narrower, around the crosshair or the middle; undefined for the whole axis. */
function scaled(
  { xDomain: [from, to], xEnd: end }: Curves,
  x: number | undefined,
  factor: number,
): Zoom | undefined {
  const width = Math.max((to - from) * factor, end * NARROWEST);
  if (width >= end) return undefined;
  const around = x === undefined ? (from + to) / 2 : Math.max(from, Math.min(to, x));
  const share = (around - from) / (to - from);
  const left = Math.max(0, Math.min(end - width, around - share * width));
  return { from: left, to: left + width };
}
