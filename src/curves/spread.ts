/** A mean over seeds and the band around it. */
import { mean as meanOf, standardDeviation, studentQuantile } from '../results/statistics.ts';
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
