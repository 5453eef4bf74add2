import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisEnd, firstNotBelow, gridPositions, marksOnGrid, nearest, onGrid, roundEnd } from './grid.ts';

const curve = (...pairs: [number, number][]) => ({
  xs: pairs.map(([x]) => x),
  ys: pairs.map(([, y]) => y),
  units: 1,
  start: 0,
});
const whole = (to: number) => ({ from: 0, to, whole: true });

describe('axisEnd', () => {
  it('halves the axis while the curves fit in, and never cuts them', () => {
    expect(axisEnd(18_000, 18_000)).toBe(18_000);
    expect(axisEnd(9001, 18_000)).toBe(18_000);
    expect(axisEnd(9000, 18_000)).toBe(9000);
    expect(axisEnd(100, 18_000)).toBe(Math.ceil(18_000 / 128));
  });

  it('shows a curve on more than half of the axis from its first point on', () => {
    for (const seen of [20, 999, 123_456]) expect(axisEnd(seen, 10_000_000)).toBeLessThan(2 * seen + 1);
    expect(axisEnd(0, 10_000_000)).toBe(1);
  });
});

describe('roundEnd', () => {
  it('is the next round number', () => {
    expect([0, 0.13, 1, 1.2, 4, 71, 7001].map(roundEnd)).toEqual([1, 0.15, 1, 1.5, 5, 100, 10_000]);
  });
});

describe('gridPositions', () => {
  it('increases, spans the axis, and hits the ends of epochs', () => {
    const grid = gridPositions(whole(18_000), [6000, 12_001, 18_000]);
    expect(grid[0]).toBe(0);
    expect(grid.at(-1)).toBe(18_000);
    expect(grid).toContain(12_001);
    expect(grid.every((x, i) => i === 0 || x > (grid[i - 1] ?? 0))).toBe(true);
  });

  it('stays small with 200 epochs, and with runs of different lengths', () => {
    const ends = [600, 610, 617].flatMap((images) => Array.from({ length: 200 }, (_, i) => images * (i + 1)));
    expect(gridPositions(whole(123_400), ends).length).toBeLessThan(620);
  });

  it('is as fine in a part of an axis, whose ends it hits', () => {
    const grid = gridPositions({ from: 1.25, to: 1.75, whole: false }, [1, 1.5, 2]);
    expect(grid.slice(0, 2)).toEqual([1, 1.25]);
    expect(grid.slice(-2)).toEqual([1.75, 2]);
    expect(grid.length).toBe(203);
  });
});

describe('onGrid', () => {
  it('interpolates, holds the first mean back to 0, and ends with the curve', () => {
    expect(onGrid(curve([10, 1], [20, 3]), [0, 10, 15, 20, 25])).toEqual([1, 1, 2, 3, null]);
  });

  it('reads in units of the curve, and reaches its end in spite of rounding', () => {
    const seconds = { ...curve([100, 1], [300, 5]), units: 1000 };
    expect(onGrid(seconds, [0.1, 0.2, 0.3, 0.301])).toEqual([1, 3, 5, null]);
    const third = { ...curve([1000, 1], [2000, 2]), units: 2000 / 3 };
    expect(onGrid(third, [3])).toEqual([2]);
  });

  it('begins where it is told to', () => {
    expect(onGrid({ ...curve([10, 1], [20, 3]), start: 15 }, [10, 15, 20])).toEqual([null, 2, 3]);
  });

  it('is empty for a run without points, and steps where two points share their place', () => {
    expect(onGrid(curve(), [0, 1])).toEqual([null, null]);
    expect(onGrid(curve([5, 1], [5, 2], [6, 3]), [5, 6])).toEqual([1, 3]);
  });

  it('stays between the lowest and the highest point', () => {
    const pairs = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.float({ min: 0, max: 5, noNaN: true })),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(pairs, (unsorted) => {
        const sorted = [...new Map(unsorted)].sort(([a], [b]) => a - b);
        const values = sorted.map(([, value]) => value);
        for (const y of onGrid(curve(...sorted), gridPositions(whole(1000), []))) {
          if (y === null) continue;
          expect(y).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
          expect(y).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        }
      }),
    );
  });
});

describe('marksOnGrid', () => {
  it('puts each mark at its nearest position, and nowhere if it is off the grid', () => {
    expect(marksOnGrid([10, 21, 31], [0, 10, 20, 30])).toEqual([1, 2, -1]);
  });
});

describe('nearest and firstNotBelow', () => {
  it('agree with a search through all', () => {
    const grids = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1 });
    fc.assert(
      fc.property(grids, fc.double({ min: -10, max: 110, noNaN: true }), (unsorted, x) => {
        const grid = unsorted.toSorted((a, b) => a - b);
        const distances = grid.map((at) => Math.abs(at - x));
        expect(distances[nearest(grid, x)]).toBe(Math.min(...distances));
        const first = grid.findIndex((at) => at >= x);
        expect(firstNotBelow(grid, x)).toBe(first === -1 ? grid.length : first);
      }),
    );
    expect(nearest([], 1)).toBe(-1);
  });
});
