/** Numbers as the views say them. */
import { percentage, scientific, significant } from '../../../spec/numbers.ts';

/** How far two fractions are apart, without a sign: '18.2 points'. */
export function points(difference: number): string {
  const number = percentage(Math.abs(difference));
  return `${number} ${number === '1.0' ? 'point' : 'points'}`;
}

/** Two or three digits that count: '0.0312', '−1.25', '12,300', '3.1e−7'. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-4 && size < 1e6);
  const text = plain ? significant(value, 3) : scientific(value, 1);
  return text.replaceAll('-', '−');
}

/** The middle value, or the mean of the middle two. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
