import { describe, expect, it } from 'vitest';
import { componentsOf, describeFilter, spreadOf, standardize, weightGradient } from './standardize.ts';

const WEIGHTS = [0.4, -0.2, 0.9, 0.1, -0.7, 0.3, 0.8, -0.5, 0.2];
const GRADIENT = [0.3, -0.1, 0.5, -0.4, 0.2, 0.1, -0.2, 0.6, 0.05];

describe('Weight Standardization of a filter', () => {
  it('takes off the mean and divides by the deviation', () => {
    // Of 1, 2, 3: mean 2, deviation √(2 / 3) = 0.8164966.
    expect(spreadOf([1, 2, 3])).toEqual({ mean: 2, deviation: Math.sqrt(2 / 3) });
    const [low, middle, high] = standardize([1, 2, 3]);
    expect(low).toBeCloseTo(-1 / 0.8165066, 6);
    expect(middle).toBe(0);
    expect(high).toBeCloseTo(1 / 0.8165066, 6);
    const { mean, deviation } = spreadOf(standardize(WEIGHTS));
    expect(mean).toBeCloseTo(0, 12);
    expect(deviation).toBeCloseTo(1, 4);
  });

  it('sends the gradient back as differences say', () => {
    const loss = (weights: readonly number[]) =>
      standardize(weights).reduce((sum, value, i) => sum + value * (GRADIENT[i] ?? 0), 0);
    const h = 1e-6;
    for (const [i, exact] of weightGradient(WEIGHTS, GRADIENT).entries()) {
      const moved = (by: number) => WEIGHTS.map((weight, j) => (j === i ? weight + by : weight));
      expect(exact).toBeCloseTo((loss(moved(h)) - loss(moved(-h))) / (2 * h), 7);
    }
  });

  it('leaves of the gradient only what neither shifts nor stretches the filter', () => {
    const before = componentsOf(GRADIENT, WEIGHTS);
    expect(before.ones).toBeCloseTo(1.05 / 3, 12);
    const length = Math.hypot(...GRADIENT);
    expect(Math.hypot(before.ones, before.kernel, before.rest)).toBeCloseTo(length, 12);
    const after = componentsOf(weightGradient(WEIGHTS, GRADIENT), WEIGHTS);
    expect(after.ones).toBeCloseTo(0, 12);
    expect(after.kernel).toBeCloseTo(0, 4);
    expect(after.rest).toBeCloseTo(before.rest / (spreadOf(WEIGHTS).deviation + 1e-5), 12);
  });

  it('survives a filter of equal weights', () => {
    const equal = new Array<number>(9).fill(0.5);
    expect(standardize(equal)).toEqual(new Array(9).fill(0));
    expect(componentsOf(GRADIENT, equal).kernel).toBe(0);
    for (const value of weightGradient(equal, GRADIENT)) expect(Number.isFinite(value)).toBe(true);
  });
});

it('says how much longer or shorter the gradient gets', () => {
  expect(describeFilter({ mean: 0, deviation: 0.5 })).toContain('2.00 times as long');
  expect(describeFilter({ mean: 0, deviation: 4 })).toContain('25 % as long');
  expect(describeFilter({ mean: 1, deviation: 0 })).toContain('only ε');
});
