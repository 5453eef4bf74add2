import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../training/events.ts';
import { latestFrom, latestMean } from './latest.ts';

/** @param batch images a point */
const curve = (accuracies: readonly number[], batch = 20): CurvePoint[] =>
  accuracies.map((acc, i) => ({ images: batch * (i + 1), step: i + 1, ms: i, loss: 1 - acc, acc }));
const steady = (count: number, acc: number): number[] => Array<number>(count).fill(acc);

describe('latestMean', () => {
  it('is of the latest tenth of the curve, never less than five points, or of the points before', () => {
    const points = curve([...steady(2, 0), ...steady(5, 0.1), ...steady(5, 0.5)]);
    expect(latestMean(points, 'acc')).toBeCloseTo(0.5);
    expect(latestMean(points, 'loss', latestFrom(points))).toBeCloseTo(0.9);
    const long = curve([...steady(90, 0.2), ...steady(10, 0.6)]);
    expect(latestMean(long, 'acc')).toBeCloseTo(0.6);
    expect(latestMean(long.slice(0, 95), 'acc')).toBeCloseTo(0.4);
    expect(latestMean([], 'acc')).toBeUndefined();
  });

  it('is never of the smallest samples: those of a batch of one, or the one image that an epoch leaves', () => {
    expect(latestMean(curve([1, 1, 0, 1, 1, 1, 1], 1), 'acc')).toBeUndefined();
    expect(latestMean(curve([...steady(60, 0), ...steady(100, 0.5), ...steady(3, 0)], 1), 'acc')).toBeCloseTo(
      0.485,
    );
    const epoch = curve(steady(5, 0.8), 50);
    const left = { images: 251, step: 6, ms: 6, loss: 9, acc: 0 };
    expect(latestMean([...epoch, left], 'acc')).toBeCloseTo((0.8 * 200) / 201);
    expect(latestMean([{ ...left, images: 100, acc: 0.4 }], 'acc')).toBe(0.4);
  });
});
