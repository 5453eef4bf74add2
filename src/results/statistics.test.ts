/**
 * Against SciPy 1.10.1 (NumPy 1.24.2). What made the numbers below:
 *
 *   import numpy as np
 *   from scipy import stats
 *   a = [0.864, 0.859, 0.871, 0.866, 0.860]; b = [0.651, 0.702, 0.588, 0.640, 0.674]; c = [0.91, 0.93, 0.92, 0.915]
 *   for x in (a, b, c):
 *       print(np.mean(x), np.std(x, ddof=1), stats.t.interval(0.95, len(x) - 1, loc=np.mean(x), scale=stats.sem(x)))
 *   def welch(x, y, confidence):
 *       vx, vy = np.var(x, ddof=1) / len(x), np.var(y, ddof=1) / len(y)
 *       df = (vx + vy)**2 / (vx**2 / (len(x) - 1) + vy**2 / (len(y) - 1))
 *       d, half = np.mean(x) - np.mean(y), stats.t.ppf(0.5 + confidence / 2, df) * np.sqrt(vx + vy)
 *       for edge in (d - half, d + half):  # SciPy's own Welch test rejects just beyond the interval
 *           p = stats.ttest_ind(np.array(x) - edge, y, equal_var=False).pvalue
 *           assert abs(p - (1 - confidence)) < 1e-9
 *       return d, df, d - half, d + half
 *   print(welch(a, b, 0.95), welch(a, c, 0.95), welch(a, b, 1 - 0.05 / 3))
 *   for p, df in [(.975, 1), …]: print(stats.t.ppf(p, df))
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differenceInterval,
  type Interval,
  mean,
  meanInterval,
  standardDeviation,
  studentQuantile,
} from './statistics.ts';

const A = [0.864, 0.859, 0.871, 0.866, 0.86];
const B = [0.651, 0.702, 0.588, 0.64, 0.674];
const C = [0.91, 0.93, 0.92, 0.915];

/** jStat's quantile is right to about nine digits. */
function expectInterval(interval: Interval | undefined, expected: Interval): void {
  for (const key of ['estimate', 'low', 'high', 'degreesOfFreedom'] as const) {
    expect(interval?.[key], key).toBeCloseTo(expected[key], 8);
  }
}

describe('studentQuantile', () => {
  it.each([
    [0.975, 1, 12.706204736432095],
    [0.975, 2, 4.302652729911275],
    [0.975, 4, 2.7764451051977987],
    [0.975, 4.0387, 2.76598414716746],
    [0.975, 8, 2.3060041350333704],
    [0.975, 38, 2.024394164575136],
    [0.9958333333333333, 3.5, 5.38643373459913],
    [0.9983333333333333, 2, 17.277176700012017],
    [0.9995, 10, 4.586893858703131],
  ])('P(T ≤ t) = %s at %s degrees of freedom', (p, degreesOfFreedom, t) => {
    expect(studentQuantile(2 * p - 1, degreesOfFreedom) / t).toBeCloseTo(1, 7);
  });
});

describe('a mean', () => {
  it.each([
    [A, 0.8640000000000001, 0.004847679857416334, 0.8579808104462286, 0.8700191895537716],
    [B, 0.651, 0.04248529157249601, 0.5982475430012418, 0.7037524569987582],
    [C, 0.9187500000000001, 0.008539125638299673, 0.9051623455810176, 0.9323376544189825],
  ])('of %j', (values, centre, deviation, low, high) => {
    expect(mean(values)).toBeCloseTo(centre, 14);
    expect(standardDeviation(values)).toBeCloseTo(deviation, 14);
    expectInterval(meanInterval(values), {
      estimate: centre,
      low,
      high,
      degreesOfFreedom: values.length - 1,
    });
  });

  it('of one value has no spread and no interval', () => {
    expect(mean([0.86])).toBe(0.86);
    expect(standardDeviation([0.86])).toBeUndefined();
    expect(meanInterval([0.86])).toBeUndefined();
    expect(mean([])).toBeNaN();
  });

  it('of equal values is that value, with an interval of no width', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 2, max: 20 }), (value, n) => {
        const values = Array.from({ length: n }, () => value);
        expect(mean(values)).toBe(value);
        expect(standardDeviation(values)).toBe(0);
        expect(meanInterval(values)).toMatchObject({ low: value, high: value });
      }),
    );
  });
});

describe('a difference of means', () => {
  it.each([
    [A, B, 0.95, 0.21300000000000008, 4.104137472880227, 0.16043236852361953, 0.26556763147638063],
    [A, C, 0.95, -0.054749999999999965, 4.520996283984908, -0.06746187819763544, -0.042038121802364485],
    [A, B, 1 - 0.05 / 3, 0.21300000000000008, 4.104137472880227, 0.13837080013176495, 0.2876291998682352],
    // One group without spread: Student's interval of the other.
    [[0.9, 0.9, 0.9], B, 0.95, 0.249, 4, 0.1962475430012418, 0.3017524569987582],
  ])('%j − %j at %s', (a, b, confidence, estimate, degreesOfFreedom, low, high) => {
    expectInterval(differenceInterval(a, b, confidence), { estimate, low, high, degreesOfFreedom });
  });

  it('is the opposite the other way round', () => {
    const forth = differenceInterval(A, B);
    const back = differenceInterval(B, A);
    expect(back?.low).toBeCloseTo(-(forth?.high ?? 0), 14);
    expect(back?.high).toBeCloseTo(-(forth?.low ?? 0), 14);
  });

  it('is a point where neither group has spread, and nothing where one has a single value', () => {
    expect(differenceInterval([0.5, 0.5], [0.25, 0.25])).toEqual({
      estimate: 0.25,
      low: 0.25,
      high: 0.25,
      degreesOfFreedom: 2,
    });
    expect(differenceInterval(A, [0.5])).toBeUndefined();
    expect(differenceInterval([], A)).toBeUndefined();
  });

  it('holds the true difference in 95 of 100 samples', () => {
    // Normal samples of 5 and 4 with deviations 1 and 3, by Box and Muller: the same every time.
    let state = 1;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state + 0.5) / 2 ** 32;
    };
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const sample = (n: number, deviation: number) => Array.from({ length: n }, () => deviation * normal());
    const trials = 4000;
    let held = 0;
    for (let i = 0; i < trials; i++) {
      const interval = differenceInterval(sample(5, 1), sample(4, 3));
      if (interval && interval.low <= 0 && interval.high >= 0) held++;
    }
    expect(held / trials).toBeGreaterThan(0.935);
    expect(held / trials).toBeLessThan(0.965);
  });
});
