import { describe, expect, test } from 'vitest';
import { PIXELS, SIDE } from './draw.ts';
import { fillPolygon, type Polygon } from './polygon.ts';

const fill = (polygon: Polygon): Float32Array => {
  const coverage = new Float32Array(PIXELS);
  fillPolygon(polygon, coverage);
  return coverage;
};
const area = (coverage: Float32Array): number => coverage.reduce((sum, share) => sum + share, 0);

describe('fillPolygon', () => {
  test('covers pixels by the share of them that lies inside', () => {
    const coverage = fill([2.25, 3, 4.5, 3, 4.5, 4.5, 2.25, 4.5]);
    expect(coverage[3 * SIDE + 2]).toBeCloseTo(0.75, 6);
    expect(coverage[3 * SIDE + 3]).toBeCloseTo(1, 6);
    expect(coverage[3 * SIDE + 4]).toBeCloseTo(0.5, 6);
    expect(coverage[4 * SIDE + 4]).toBeCloseTo(0.25, 6);
  });

  test('adds up to the area of a slanted shape, whichever way round', () => {
    const kite = [14, 2.3, 25.1, 13, 14, 20.7, 3.4, 13];
    const exact = ((25.1 - 3.4) * (20.7 - 2.3)) / 2;
    expect(area(fill(kite))).toBeCloseTo(exact, 3);
    const backwards = [3.4, 13, 14, 20.7, 25.1, 13, 14, 2.3];
    expect(area(fill(backwards))).toBeCloseTo(exact, 3);
  });

  test('cuts what lies outside of the image', () => {
    expect(area(fill([-9, -9, 40, -9, 40, 40, -9, 40]))).toBeCloseTo(PIXELS, 3);
    expect(area(fill([20, 10, 50, 10, 50, 12, 20, 12]))).toBeCloseTo(2 * 8, 3);
    expect(area(fill([-30, 10, -20, 10, -20, 12]))).toBeCloseTo(0, 6);
  });
});
