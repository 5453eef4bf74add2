import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { noisyRun } from '../testing/noisyRun.ts';
import type { CurvePoint } from '../training/events.ts';
import { thin } from './windows.ts';

const point = (images: number, loss: number, acc: number): CurvePoint => ({
  images,
  step: images / 2,
  ms: 10 * images,
  loss,
  acc,
});
const { points } = noisyRun({ ...DEFAULT_EXPERIMENT, images: 1000, epochs: 2 }, true);

/** Sum over images of loss, and of images classified correctly. */
const sums = (curve: readonly CurvePoint[]): { loss: number; correct: number } =>
  curve.reduce(
    ({ loss, correct }, point, i) => {
      const images = point.images - (curve[i - 1]?.images ?? 0);
      return { loss: loss + point.loss * images, correct: correct + point.acc * images };
    },
    { loss: 0, correct: 0 },
  );

describe('thin', () => {
  it('adds counts and averages losses by images', () => {
    const curve = [point(2, 3, 0.5), point(8, 1, 1), point(10, 2, 0), point(14, 4, 0.25)];
    expect(thin(curve, 2, new Set())).toEqual([
      { images: 8, step: 4, ms: 80, loss: (2 * 3 + 6 * 1) / 8, acc: 7 / 8 },
      { images: 14, step: 7, ms: 140, loss: (2 * 2 + 4 * 4) / 6, acc: 1 / 6 },
    ]);
  });

  it('leaves a curve that is short enough as it is', () => {
    expect(thin(points, points.length, new Set())).toBe(points);
  });

  it('keeps the sums, the last point and the ends asked for', () => {
    const thinned = thin(points, 60, new Set([1000, 1234]));
    expect(thinned.length).toBeLessThanOrEqual(62);
    expect(thinned.map(({ images }) => images)).toEqual(expect.arrayContaining([1000, 1234, 2000]));
    expect(sums(thinned).loss).toBeCloseTo(sums(points).loss, 9);
    expect(sums(thinned).correct).toBeCloseTo(sums(points).correct, 9);
  });
});
