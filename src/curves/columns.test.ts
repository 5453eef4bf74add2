import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../training/events.ts';
import { Columns } from './columns.ts';

const point = (images: number, loss: number): CurvePoint => ({
  images,
  step: images,
  ms: images,
  loss,
  acc: 0,
});
const columnsOf = (points: readonly CurvePoint[]): Columns => {
  const columns = new Columns();
  columns.follow(points);
  return columns;
};

describe('smoothed', () => {
  it('leaves a constant as it is, to the bit', () => {
    const value = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    const gaps = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(value, gaps, fc.double({ min: 1, max: 1e5, noNaN: true }), (constant, steps, horizon) => {
        let images = 0;
        const points = steps.map((step) => {
          images += step;
          return point(images, constant);
        });
        for (const smooth of columnsOf(points).smoothed('loss', horizon)) expect(smooth).toBe(constant);
      }),
    );
  });

  it('weighs windows by their images', () => {
    const [, second] = columnsOf([point(1, 0), point(100, 1)]).smoothed('loss', 1000);
    expect(second).toBeGreaterThan(0.98);
  });

  it('is the average with bias correction, written the long way', () => {
    const points = [point(10, 1), point(30, 4), point(35, 2)];
    const kept = [10, 20, 5].map((gap) => Math.exp(-gap / 50));
    let [sum, weight] = [0, 0];
    const expected = points.map(({ loss }, i) => {
      const k = kept[i] ?? 0;
      sum = k * sum + (1 - k) * loss;
      weight = k * weight + 1 - k;
      return sum / weight;
    });
    const smooth = [...columnsOf(points).smoothed('loss', 50)];
    for (const [i, value] of smooth.entries()) expect(value).toBeCloseTo(expected[i] ?? 0, 12);
  });

  it('is the raw curve at horizon 0', () => {
    expect([...columnsOf([point(5, 2), point(10, 4)]).smoothed('loss', 0)]).toEqual([2, 4]);
  });
});

describe('follow', () => {
  const points = Array.from({ length: 2000 }, (_, i) => point(10 * (i + 1), Math.sin(i)));

  it('gives the same, to the bit, in pieces and at once', () => {
    const pieces = new Columns();
    for (const end of [0, 1, 7, 600, 600, 1999, 2000]) {
      pieces.follow(points.slice(0, end));
      pieces.smoothed('loss', 300);
    }
    expect(pieces.smoothed('loss', 300)).toEqual(columnsOf(points).smoothed('loss', 300));
    expect(pieces.raw('images')).toEqual(columnsOf(points).raw('images'));
  });

  it('starts anew when a run goes on from an earlier point', () => {
    const columns = columnsOf(points);
    columns.smoothed('loss', 300);
    const again = [...points.slice(0, 500), ...Array.from({ length: 1600 }, (_, i) => point(5000 + i, 1))];
    columns.follow(again);
    expect(columns.smoothed('loss', 300)).toEqual(columnsOf(again).smoothed('loss', 300));
    columns.follow(points.slice(0, 3));
    expect([...columns.raw('images')]).toEqual([10, 20, 30]);
  });
});
