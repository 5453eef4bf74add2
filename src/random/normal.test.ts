import { expect, it } from 'vitest';
import { naturalLog, normal, normalQuantile } from './normal.ts';
import { streamKey } from './streams.ts';

it('has the logarithms of small numbers', () => {
  for (const x of [2 ** -33, 1e-9, 0.01, 0.075, 0.3, 0.7, 0.8, 1])
    expect(naturalLog(x)).toBeCloseTo(Math.log(x), 13);
});

/** From Python's statistics.NormalDist().inv_cdf. */
it.each([
  [0.5, 0],
  [0.6, 0.25334710313579972],
  [0.92, 1.4050715603096322],
  [0.93, 1.4757910281791702],
  [0.975, 1.9599639845400538],
  [1e-4, -3.7190164854556809],
  [2 ** -33, -6.337957754553789],
])('the quantile at %d', (p, x) => {
  expect(Math.abs(normalQuantile(p) - x)).toBeLessThan(3e-7 * Math.max(1, Math.abs(x)));
});

it('draws numbers of mean 0, deviation 1 and kurtosis 3, the same for a key whatever the count', () => {
  const values = normal(streamKey(3, 'test'), 100_000);
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
  expect(Math.abs(moment(1))).toBeLessThan(0.01);
  expect(moment(2)).toBeCloseTo(1, 1);
  expect(moment(3)).toBeCloseTo(0, 1);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
  expect([...normal(streamKey(3, 'test'), 5)]).toEqual([...values.subarray(0, 5)]);
});
