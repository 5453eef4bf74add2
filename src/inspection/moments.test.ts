import { describe, expect, it } from 'vitest';
import { momentsOf } from './moments.ts';
import { histogramOf } from './snapshot.ts';

describe('momentsOf', () => {
  it('takes mean and population variance of each channel', () => {
    const { mean, variance } = momentsOf([1, 10, 3, 10, 5, 40], 2);
    expect([...mean]).toEqual([3, 20]);
    expect(variance[0]).toBeCloseTo(8 / 3, 6);
    expect(variance[1]).toBe(200);
  });

  it('does not lose small deviations around a large mean', () => {
    expect(momentsOf([1e6, 1e6 + 1], 1).variance[0]).toBe(0.25);
  });
});

describe('histogramOf', () => {
  it('counts finite values in equal bins, the largest in the last', () => {
    const { low, high, counts, mean, deviation } = histogramOf([0, 1, 1, 2, 4, Number.NaN, Infinity], 1, 4);
    expect([low, high]).toEqual([0, 4]);
    expect(counts).toEqual([1, 2, 1, 1]);
    expect(mean).toBe(1.6);
    expect(deviation).toBeCloseTo(Math.sqrt((1.6 ** 2 + 0.36 + 0.36 + 0.16 + 2.4 ** 2) / 5), 12);
  });

  it('has one bin for a constant, and none for nothing', () => {
    expect(histogramOf([2, 2, 2])).toEqual({ low: 2, high: 2, counts: [3], mean: 2, deviation: 0 });
    expect(histogramOf([Number.NaN]).counts).toEqual([]);
  });

  it('looks at an even selection of many values, of every channel', () => {
    for (const channels of [8, 24, 25, 40]) {
      // The last of them alone is 1.
      const values = Float32Array.from({ length: 120_000 }, (_, i) =>
        i % channels === channels - 1 ? 1 : 0,
      );
      const { counts } = histogramOf(values, channels, 2);
      const [zeros = 0, ones = 0] = counts;
      expect(zeros + ones).toBeLessThanOrEqual(50_000);
      expect(ones / (zeros + ones)).toBeCloseTo(1 / channels, 3);
    }
    const seen = (length: number) => histogramOf(new Float32Array(length).fill(2)).counts[0];
    expect(seen(50_000)).toBe(50_000);
    expect(seen(99_999)).toBe(33_333);
  });
});
