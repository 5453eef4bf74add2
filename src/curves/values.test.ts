import { describe, expect, it } from 'vitest';
import { spreadOf } from './values.ts';

describe('spreadOf', () => {
  // numpy: mean 0.82, std(ddof=1) 0.02; scipy.stats.t.interval(0.95, 2, 0.82, 0.02 / sqrt(3))
  const values = [0.8, 0.82, 0.84];

  it('has a band of one standard deviation, from lowest to highest, or of the interval of the mean', () => {
    const deviation = spreadOf(values, 'deviation');
    expect(deviation?.mean).toBeCloseTo(0.82, 12);
    expect(deviation?.lower).toBeCloseTo(0.8, 12);
    expect(deviation?.upper).toBeCloseTo(0.84, 12);
    expect(spreadOf(values, 'range')).toMatchObject({ lower: 0.8, upper: 0.84 });
    expect(spreadOf(values, 'interval')?.lower).toBeCloseTo(0.7703172, 6);
    expect(spreadOf(values, 'interval')?.upper).toBeCloseTo(0.8696828, 6);
  });

  it('has no band of one value, and is nothing of none', () => {
    expect(spreadOf([0.5], 'deviation')).toEqual({ mean: 0.5 });
    expect(spreadOf([], 'range')).toBeUndefined();
  });
});
