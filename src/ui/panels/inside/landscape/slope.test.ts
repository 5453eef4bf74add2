import { describe, expect, test } from 'vitest';
import type { Landscape } from '../../../../inspection/question.ts';
import {
  departureOf,
  landscapeHeadline,
  lossAt,
  roughnessOf,
  smootherWords,
  tangentOf,
  unitOf,
} from './slope.ts';

/** loss = 2 − a + c·a², whose slope is −1 + 2c·a. */
const parabola = (c: number): Landscape => ({
  kind: 'landscape',
  images: 64,
  batch: 2,
  updateNorm: 0.5,
  weightNorm: 20,
  points: [-2, -1, 0, 1, 2].map((at) => ({ at, loss: 2 - at + c * at * at, slope: -1 + 2 * c * at })),
});

describe('smoothness', () => {
  test('the tangent goes through the origin with its slope', () => {
    expect(tangentOf(parabola(0.25).points)).toEqual([
      { at: -2, loss: 4 },
      { at: -1, loss: 3 },
      { at: 0, loss: 2 },
      { at: 1, loss: 1 },
      { at: 2, loss: 0 },
    ]);
    expect(tangentOf([])).toEqual([]);
  });
  test('the loss of a parabola leaves its tangent by c·a², its slope changes by 2c', () => {
    expect(departureOf(parabola(0.25).points)).toBeCloseTo(1, 12);
    expect(roughnessOf(parabola(0.25).points)).toBeCloseTo(0.5, 12);
    expect(departureOf(parabola(0).points)).toBe(0);
  });
  test('changes of slope count by distance, not by point', () => {
    const sparse = parabola(0.25).points.filter(({ at }) => at % 2 === 0);
    expect(roughnessOf(sparse)).toBeCloseTo(0.5, 12);
  });
});

test('the loss between points lies on the line between them', () => {
  const { points } = parabola(0.25);
  expect(lossAt(points, 1)).toBe(1.25);
  expect(lossAt(points, 1.5)).toBeCloseTo((1.25 + 1) / 2, 12);
  expect(lossAt(points, 3)).toBeUndefined();
});

test('an update is a share of the weights', () => {
  expect(unitOf(parabola(0), 'updates')).toBe(1);
  expect(unitOf(parabola(0), 'relative')).toBe(0.025);
});

describe('in words', () => {
  test('the headline has both numbers', () => {
    expect(landscapeHeadline(parabola(0.25))).toBe(
      'Within 2 updates the loss leaves its tangent by up to 1 nats; its slope changes by up to 0.5 per update.',
    );
    const broken = { ...parabola(1), points: [{ at: 0, loss: Number.NaN, slope: 0 }] };
    expect(landscapeHeadline(broken)).toMatch(/overflows/);
  });
  test('the smoother run is named, unless they are about equal', () => {
    const named = (name: string, c: number) => ({ name, landscape: parabola(c) });
    expect(smootherWords(named('BN', 0.5), named('GN', 0.125))).toBe(
      'GN is the smoother one here: its gradient foretells the loss 4 times as closely and its slope changes 4 times as slowly as that of BN.',
    );
    expect(smootherWords(named('BN', 0.5), named('GN', 0.45))).toMatch(/equally smooth/);
    expect(smootherWords(named('BN', 0), named('GN', 0.45))).toBe('');
  });
  test('no run is the smoother one where the measures disagree', () => {
    const withSlopes = (name: string, c: number, slopes: readonly number[]) => {
      const landscape = parabola(c);
      const points = landscape.points.map((point, i) => ({ ...point, slope: slopes[i] ?? 0 }));
      return { name, landscape: { ...landscape, points } };
    };
    // The jagged line stays near its tangent (0.25 against 1 nats), and its slope jumps by 2 where the bent one's does by 0.5.
    const jagged = withSlopes('BN', 0.0625, [-1, 1, -1, 1, -1]);
    const bent = withSlopes('GN', 0.25, [-2, -1.5, -1, -0.5, 0]);
    const words =
      'Neither is the smoother one here, for the two measures disagree: the gradient of BN foretells the loss 4 times as closely, the slope of GN changes 4 times as slowly.';
    expect(smootherWords(jagged, bent)).toBe(words);
    expect(smootherWords(bent, jagged)).toBe(words);
    // Where one measure sees no difference, the other decides, and both are told.
    expect(smootherWords(withSlopes('BN', 0.25, [-1, 1, -1, 1, -1]), bent)).toBe(
      'GN is the smoother one here: its gradient foretells the loss about as closely and its slope changes 4 times as slowly as that of BN.',
    );
    const near = withSlopes('IN', 0.0625, [-2, -1.5, -1, -0.5, 0]);
    expect(smootherWords(near, bent)).toBe(
      'IN is the smoother one here: its gradient foretells the loss 4 times as closely and its slope changes about as fast as that of GN.',
    );
  });
});
