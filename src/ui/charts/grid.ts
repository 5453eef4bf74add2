/**
 * Curves of several runs on one common grid in images seen, which tfjs-vis needs: its series must have the same
 * length and share their x values. A grid of about 200 positions is as fine as a chart of 500 pixels can show and
 * keeps a redraw short (see frame.ts).
 */

/** One measurement, averaged over the images since the one before. */
export interface Sample {
  readonly images: number;
  readonly value: number;
}

export const GRID_POINTS = 200;

/**
 * The right end of the axis: the smallest of total, total/2, total/4, … that the curves fit in, so that the first
 * minute of a long run is not a dot at the left edge, and the axis stands still most of the time.
 */
export function axisEnd(seen: number, total: number): number {
  let end = total;
  while (end > 1 && seen <= end / 2) end /= 2;
  return Math.max(1, Math.ceil(end), seen);
}

/**
 * Positions 0 … end in equal steps, and `extra` ones to hit exactly (ends of epochs and of
 * curves), unless two of those are too close to tell apart; increasing.
 */
export function gridPositions(end: number, extra: readonly number[], points = GRID_POINTS): number[] {
  const step = end / points;
  const exact = [...new Set(extra)].filter((x) => x >= 0 && x <= end).sort((a, b) => a - b);
  const kept: number[] = [];
  for (const x of exact) if (x - (kept.at(-1) ?? -end) >= step / 2) kept.push(x);
  const regular = Array.from({ length: points + 1 }, (_, i) => Math.round(i * step));
  return [...new Set([...regular, ...kept])].sort((a, b) => a - b);
}

/**
 * Values of a curve at the grid's positions: linear between samples (increasing in images), null after the last.
 * The first sample is the mean from 0 to its position, and is drawn so.
 */
export function onGrid(samples: readonly Sample[], grid: readonly number[]): (number | null)[] {
  const last = samples.at(-1);
  let next = 0;
  return grid.map((x) => {
    if (!last || x > last.images) return null;
    while ((samples[next]?.images ?? Number.POSITIVE_INFINITY) < x) next++;
    const after = samples[next] ?? last;
    const before = samples[next - 1];
    if (!before) return after.value;
    return (
      before.value + ((x - before.images) / (after.images - before.images)) * (after.value - before.value)
    );
  });
}

/** Values at exactly the samples' positions (rounded to the grid's nearest), null elsewhere: for marked points. */
export function marksOnGrid(samples: readonly Sample[], grid: readonly number[]): (number | null)[] {
  const values: (number | null)[] = grid.map(() => null);
  for (const { images, value } of samples) {
    const at = nearest(grid, images);
    if (at >= 0) values[at] = value;
  }
  return values;
}

/** Index of the nearest of increasing positions, -1 for none. */
function nearest(grid: readonly number[], x: number): number {
  let low = 0;
  let high = grid.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((grid[middle] ?? 0) <= x) low = middle;
    else high = middle;
  }
  const [a, b] = [grid[low], grid[high]];
  if (a === undefined || b === undefined) return -1;
  return x - a <= b - x ? low : high;
}

/**
 * An exponential moving average over images, bias-corrected (Kingma & Ba 2015, section 3) so that it starts at the
 * first sample: the weight of an image fades to 1/e after `horizon` further ones. Windows count by their images.
 */
export function smooth(samples: readonly Sample[], horizon: number): Sample[] {
  let before = 0;
  let sum = 0;
  let weight = 0;
  return samples.map(({ images, value }) => {
    const kept = horizon > 0 ? Math.exp(-(images - before) / horizon) : 0;
    before = images;
    sum = kept * sum + (1 - kept) * value;
    weight = kept * weight + (1 - kept);
    return { images, value: weight > 0 ? sum / weight : value };
  });
}
