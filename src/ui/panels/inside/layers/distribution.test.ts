import { describe, expect, it } from 'vitest';
import type { Histogram } from '../../../../inspection/question.ts';
import { commonRange, heatCells, nearZero, quantile, rebin } from './distribution.ts';

const histogram = (low: number, high: number, counts: readonly number[]): Histogram => ({
  low,
  high,
  counts,
  mean: 0,
  deviation: 1,
});
const even = histogram(0, 4, [10, 10, 10, 10]);

describe('quantile', () => {
  it('goes evenly through a bin', () => {
    expect(quantile(even, 0.5)).toBe(2);
    expect(quantile(even, 0.125)).toBe(0.5);
    expect(quantile(histogram(0, 3, [1, 0, 1]), 0.75)).toBe(2.5);
    expect(quantile(even, 0)).toBe(0);
    expect(quantile(even, 1)).toBe(4);
  });

  it('knows none of no values', () => {
    expect(quantile(histogram(0, 1, [0, 0]), 0.5)).toBeNaN();
  });
});

describe('commonRange', () => {
  it('covers all but 0.25 % at either end', () => {
    const outlier = histogram(0, 1000, [9999, ...Array(998).fill(0), 1]);
    const range = commonRange([outlier]);
    const [low, high] = [25 / 9999, 9975 / 9999];
    expect(range?.low).toBeCloseTo(low - 0.02 * (high - low), 9);
    expect(range?.high).toBeCloseTo(high + 0.02 * (high - low), 9);
    const both = commonRange([even, histogram(-2, 1, [5, 5, 5])]);
    const [from, to] = [-2 + 3 * 0.0025, 4 - 4 * 0.0025];
    expect(both?.low).toBeCloseTo(from - 0.02 * (to - from), 9);
    expect(both?.high).toBeCloseTo(to + 0.02 * (to - from), 9);
  });

  it('has room around a single value, and is nothing without values', () => {
    expect(commonRange([histogram(3, 3, [7])])).toEqual({ low: 2.5, high: 3.5 });
    expect(commonRange([histogram(0, 0, [])])).toBeUndefined();
  });
});

describe('rebin', () => {
  it('shares a bin out by how much of it lies where', () => {
    expect([...rebin(even, { low: 0, high: 4 }, 2)]).toEqual([0.5, 0.5]);
    expect([...rebin(even, { low: -1, high: 5 }, 3)]).toEqual([0.25, 0.5, 0.25]);
    const fine = rebin(even, { low: 0, high: 4 }, 16);
    expect([...fine]).toEqual(Array(16).fill(1 / 16));
  });

  it('leaves out what lies outside', () => {
    expect([...rebin(even, { low: 1, high: 2 }, 2)]).toEqual([0.125, 0.125]);
  });

  it('puts a single value into its bin', () => {
    expect([...rebin(histogram(1, 1, [5]), { low: 0, high: 4 }, 4)]).toEqual([0, 1, 0, 0]);
    expect([...rebin(histogram(4, 4, [5]), { low: 0, high: 4 }, 4)]).toEqual([0, 0, 0, 1]);
  });
});

describe('heatCells', () => {
  it('lets each snapshot reach half-way to its neighbours', () => {
    const timed = [10, 20, 40].map((images) => ({ images, histogram: histogram(0, 2, [1, 3]) }));
    expect(heatCells(timed, { low: 0, high: 2 }, 2)).toEqual([
      { x1: 10, x2: 15, y1: 0, y2: 1, share: 0.25 },
      { x1: 10, x2: 15, y1: 1, y2: 2, share: 0.75 },
      { x1: 15, x2: 30, y1: 0, y2: 1, share: 0.25 },
      { x1: 15, x2: 30, y1: 1, y2: 2, share: 0.75 },
      { x1: 30, x2: 40, y1: 0, y2: 1, share: 0.25 },
      { x1: 30, x2: 40, y1: 1, y2: 2, share: 0.75 },
    ]);
  });

  it('draws no empty cells, and of many snapshots an even choice with the latest', () => {
    const timed = Array.from({ length: 81 }, (_, i) => ({
      images: i,
      histogram: histogram(0, 2, [0, 3]),
    }));
    const cells = heatCells(timed, { low: 0, high: 2 }, 2);
    expect(cells.map(({ x2 }) => x2).at(-1)).toBe(80);
    expect(cells).toHaveLength(27);
    expect(cells.every(({ y1 }) => y1 === 1)).toBe(true);
  });
});

describe('nearZero', () => {
  it('counts the bins that hold or touch 0', () => {
    expect(nearZero(histogram(0, 4, [60, 20, 10, 10]))).toEqual({ share: 0.6, within: 1 });
    expect(nearZero(histogram(-1.5, 1.5, [20, 50, 30]))).toEqual({ share: 0.5, within: 1 });
    expect(nearZero(histogram(1, 3, [1, 1]))).toEqual({ share: 0, within: 1 });
  });
});
