/** Histograms over ranges of their own, brought to one range: that of all snapshots of all runs in a figure. */
import type { Histogram } from '../../../../inspection/question.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A histogram, and after how many training images it was taken. */
export interface Timed {
  readonly images: number;
  readonly histogram: Histogram;
}

/** A piece of a heat map: between x1 and x2 images, a share of the values lay between y1 and y2. */
export interface HeatCell {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly share: number;
}

/** Of the values, cut off at either end, so that outliers do not flatten all figures. */
const CUT = 0.0025;
/** Smaller shares are not drawn. */
const LEAST_SHARE = 0.001;
/** Of more snapshots, evenly chosen ones are drawn. */
const MOST_COLUMNS = 40;

const total = ({ counts }: Histogram): number => counts.reduce((sum, count) => sum + count, 0);

/** The value below which a fraction of the values lies; within a bin they are taken to lie evenly. NaN of none. */
export function quantile(histogram: Histogram, fraction: number): number {
  const { low, high, counts } = histogram;
  const bin = (high - low) / counts.length;
  let left = fraction * total(histogram);
  for (const [i, count] of counts.entries()) {
    if (count > 0 && left <= count) return low + bin * (i + left / count);
    left -= count;
  }
  return total(histogram) > 0 ? high : Number.NaN;
}

/** Covers all histograms but 0.25 % of the values of each at either end. @returns undefined where there are no values */
export function commonRange(histograms: readonly Histogram[]): Range | undefined {
  const filled = histograms.filter((histogram) => total(histogram) > 0);
  if (filled.length === 0) return undefined;
  const low = Math.min(...filled.map((histogram) => quantile(histogram, CUT)));
  const high = Math.max(...filled.map((histogram) => quantile(histogram, 1 - CUT)));
  const room = high > low ? 0.02 * (high - low) : 0.5;
  return { low: low - room, high: high + room };
}

/** Share of the values in each of `bins` equal bins of the range; those outside are in none. */
export function rebin(histogram: Histogram, range: Range, bins: number): Float64Array {
  const shares = new Float64Array(bins);
  const { low, high, counts } = histogram;
  const values = total(histogram);
  if (values === 0) return shares;
  const size = (range.high - range.low) / bins;
  const width = (high - low) / counts.length;
  const clamp = (bin: number): number => Math.min(bins - 1, Math.max(0, Math.floor(bin)));
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue;
    const from = low + i * width;
    if (width === 0) {
      if (from >= range.low && from <= range.high)
        addTo(shares, clamp((from - range.low) / size), count / values);
      continue;
    }
    const to = from + width;
    for (let bin = clamp((from - range.low) / size); bin <= clamp((to - range.low) / size); bin++) {
      const start = range.low + bin * size;
      const overlap = Math.min(to, start + size) - Math.max(from, start);
      if (overlap > 0) addTo(shares, bin, ((count / values) * overlap) / width);
    }
  }
  return shares;
}

const addTo = (shares: Float64Array, bin: number, share: number): void => {
  shares[bin] = (shares[bin] ?? 0) + share;
};

/** The filled cells of a heat map over the training. Each snapshot reaches half-way to its neighbours. */
export function heatCells(all: readonly Timed[], range: Range, bins: number): HeatCell[] {
  const every = Math.ceil(all.length / MOST_COLUMNS);
  const timed = all.filter((_, i) => (all.length - 1 - i) % every === 0);
  const size = (range.high - range.low) / bins;
  return timed.flatMap(({ images, histogram }, i) => {
    const before = timed[i - 1]?.images ?? images;
    const after = timed[i + 1]?.images ?? images;
    return [...rebin(histogram, range, bins)].flatMap((share, bin) =>
      share < LEAST_SHARE
        ? []
        : [
            {
              x1: (before + images) / 2,
              x2: (images + after) / 2,
              y1: range.low + bin * size,
              y2: range.low + (bin + 1) * size,
              share,
            },
          ],
    );
  });
}

/** Share of the values in the bins that hold or touch 0, and how far from 0 they may be. */
export function nearZero({ low, high, counts }: Histogram): {
  readonly share: number;
  readonly within: number;
} {
  const bin = (high - low) / counts.length;
  const values = counts.reduce((sum, count) => sum + count, 0);
  const near = counts.filter((_, i) => low + i * bin <= 0 && low + (i + 1) * bin >= 0);
  const share = near.reduce((sum, count) => sum + count, 0) / Math.max(1, values);
  return { share, within: bin };
}
