import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisEnd, gridPositions, marksOnGrid, onGrid, type Sample, smooth } from './grid.ts';

const samples = (...pairs: [number, number][]): Sample[] =>
  pairs.map(([images, value]) => ({ images, value }));

describe('axisEnd', () => {
  it('halves the axis while the curves fit in, and never cuts them', () => {
    expect(axisEnd(18_000, 18_000)).toBe(18_000);
    expect(axisEnd(9001, 18_000)).toBe(18_000);
    expect(axisEnd(9000, 18_000)).toBe(9000);
    expect(axisEnd(100, 18_000)).toBe(Math.ceil(18_000 / 128));
  });
});

describe('axisEnd of a very long run', () => {
  it('shows a curve on more than half of the axis from its first point on', () => {
    for (const seen of [20, 999, 123_456]) expect(axisEnd(seen, 10_000_000)).toBeLessThan(2 * seen + 1);
    expect(axisEnd(0, 10_000_000)).toBe(1);
  });
});

describe('gridPositions', () => {
  it('increases, spans the axis, and hits the ends of epochs', () => {
    const grid = gridPositions(18_000, [6000, 12_001, 18_000]);
    expect(grid[0]).toBe(0);
    expect(grid.at(-1)).toBe(18_000);
    expect(grid).toContain(12_001);
    expect(grid.every((x, i) => i === 0 || x > (grid[i - 1] ?? 0))).toBe(true);
  });

  it('stays small with 200 epochs, and with runs of different lengths', () => {
    const ends = [600, 610, 617].flatMap((images) => Array.from({ length: 200 }, (_, i) => images * (i + 1)));
    expect(gridPositions(123_400, ends).length).toBeLessThan(620);
  });
});

describe('onGrid', () => {
  it('interpolates, holds the first mean back to 0, and ends with the curve', () => {
    expect(onGrid(samples([10, 1], [20, 3]), [0, 10, 15, 20, 25])).toEqual([1, 1, 2, 3, null]);
  });

  it('is empty for a run without points', () => {
    expect(onGrid([], [0, 1])).toEqual([null, null]);
  });

  it('stays between the lowest and the highest sample', () => {
    const curve = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.float({ min: 0, max: 5, noNaN: true })),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(curve, (pairs) => {
        const sorted = [...new Map(pairs)]
          .sort(([a], [b]) => a - b)
          .map(([images, value]) => ({ images, value }));
        const values = sorted.map(({ value }) => value);
        for (const y of onGrid(sorted, gridPositions(1000, []))) {
          if (y === null) continue;
          expect(y).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
          expect(y).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        }
      }),
    );
  });
});

describe('marksOnGrid', () => {
  it('puts each value at its nearest position and nothing elsewhere', () => {
    expect(marksOnGrid(samples([10, 0.5], [21, 0.7]), [0, 10, 20, 30])).toEqual([null, 0.5, 0.7, null]);
  });
});

describe('smooth', () => {
  it('leaves a constant as it is from the first sample on', () => {
    const flat = samples([5, 2], [10, 2], [11, 2]);
    for (const { value } of smooth(flat, 50)) expect(value).toBeCloseTo(2, 12);
  });

  it('weighs windows by their images', () => {
    const [, second] = smooth(samples([1, 0], [100, 1]), 1000);
    expect(second?.value).toBeGreaterThan(0.98);
  });

  it('is the raw curve at horizon 0', () => {
    expect(smooth(samples([5, 2], [10, 4]), 0)).toEqual(samples([5, 2], [10, 4]));
  });
});
