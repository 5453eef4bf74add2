/** A mean over seeds and the band around it. */
import { studentQuantile } from './student.ts';
import type { SeedView } from './view.ts';

export interface Spread {
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
  if (n === 1 || seeds === 'lines') return { mean: meanOf(values) };
  const mean = meanOf(values);
  switch (seeds) {
    case 'range':
      return { mean, lower: Math.min(...values), upper: Math.max(...values) };
    case 'deviation':
      return around(mean, deviationOf(values, mean));
    case 'interval':
      return around(mean, (studentQuantile(n - 1) * deviationOf(values, mean)) / Math.sqrt(n));
    default:
      return seeds satisfies never;
  }
}

const around = (mean: number, half: number): Spread => ({ mean, lower: mean - half, upper: mean + half });

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the sample, n − 1 in the denominator. */
const deviationOf = (values: readonly number[], mean: number): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
