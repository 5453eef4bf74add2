/**
 * Means over seeds and how far they can be trusted. Fractions in, fractions out.
 *
 * Student's interval of a mean (Student 1908, 'The probable error of a mean'; Fisher 1925):
 *   x̄ ± t(n − 1) · s / √n
 * Welch's interval of a difference of means whose variances are not alike (Welch 1947, 'The generalization of
 * "Student's" problem when several different population variances are involved'; Satterthwaite 1946):
 *   x̄ − ȳ ± t(ν) · √(vx + vy),  vx = sx² / nx,  vy = sy² / ny
 *   ν = (vx + vy)² / (vx² / (nx − 1) + vy² / (ny − 1))
 * Where both groups have no spread at all, ν is 0 / 0 and the interval is a point.
 */
/// <reference path="./jstat.d.ts" />
import jStat from 'jstat';

export interface Interval {
  /** The mean, or the difference of two. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly degreesOfFreedom: number;
}

/** Taken about the first value, so that the mean of equal values is that value to the bit. NaN without values. */
export function mean(values: readonly number[]): number {
  const [origin = Number.NaN] = values;
  return origin + values.reduce((sum, value) => sum + (value - origin), 0) / values.length;
}

/** With n − 1; undefined for fewer than two values, which tell nothing of spread. */
export function standardDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** t such that Student's distribution has `confidence` between −t and t. */
export function studentQuantile(confidence: number, degreesOfFreedom: number): number {
  const key = `${confidence} ${degreesOfFreedom}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  const quantile = jStat.studentt.inv((1 + confidence) / 2, degreesOfFreedom);
  quantiles.set(key, quantile);
  return quantile;
}

/** A chart's band asks for the same one at each of its positions. */
const quantiles = new Map<string, number>();

/** Where the mean lies, or undefined for fewer than two values. */
export function meanInterval(values: readonly number[], confidence = 0.95): Interval | undefined {
  const deviation = standardDeviation(values);
  if (deviation === undefined) return undefined;
  const degreesOfFreedom = values.length - 1;
  const half = (studentQuantile(confidence, degreesOfFreedom) * deviation) / Math.sqrt(values.length);
  return around(mean(values), half, degreesOfFreedom);
}

/** Where mean(a) − mean(b) lies, or undefined if one of the groups has fewer than two values. */
export function differenceInterval(
  a: readonly number[],
  b: readonly number[],
  confidence = 0.95,
): Interval | undefined {
  const deviationA = standardDeviation(a);
  const deviationB = standardDeviation(b);
  if (deviationA === undefined || deviationB === undefined) return undefined;
  const estimate = mean(a) - mean(b);
  const varianceA = deviationA ** 2 / a.length;
  const varianceB = deviationB ** 2 / b.length;
  const variance = varianceA + varianceB;
  if (variance === 0) return around(estimate, 0, a.length + b.length - 2);
  // As shares of the sum, so that squares of tiny variances are not lost.
  const shareA = varianceA / variance;
  const shareB = varianceB / variance;
  const degreesOfFreedom = 1 / (shareA ** 2 / (a.length - 1) + shareB ** 2 / (b.length - 1));
  const half = studentQuantile(confidence, degreesOfFreedom) * Math.sqrt(variance);
  return around(estimate, half, degreesOfFreedom);
}

const around = (estimate: number, half: number, degreesOfFreedom: number): Interval => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
  degreesOfFreedom,
});
