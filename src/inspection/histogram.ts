/** Histograms of activations. */
import type { Histogram } from './question.ts';

const BINS = 48;
/** Values looked at, at most. */
const MOST_VALUES = 50_000;

/** Of the finite values, in equal bins from the smallest to the largest; of more than 50,000 an even selection is looked at. */
export function histogramOf(values: ArrayLike<number>, bins = BINS): Histogram {
  // A stride that has no factor in common with powers of two, so that every channel has its share.
  const stride = Math.ceil(values.length / MOST_VALUES) | 1;
  const seen: number[] = [];
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i] as number;
    if (Number.isFinite(value)) seen.push(value);
  }
  if (seen.length === 0) return { low: 0, high: 0, counts: [], mean: Number.NaN, deviation: Number.NaN };
  let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of seen) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  const mean = sum / seen.length;
  const deviation = Math.sqrt(
    seen.reduce((squares, value) => squares + (value - mean) ** 2, 0) / seen.length,
  );
  if (low === high) return { low, high, counts: [seen.length], mean, deviation };
  const counts = new Array<number>(bins).fill(0);
  for (const value of seen) {
    const bin = Math.min(bins - 1, Math.floor((bins * (value - low)) / (high - low)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { low, high, counts, mean, deviation };
}
