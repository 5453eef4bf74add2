import { describe, expect, test } from 'vitest';
import { percent } from '../../../spec/numbers.ts';
import { median, points, short } from './numbers.ts';

describe('numbers', () => {
  test('percents and points have one decimal', () => {
    expect(percent(0.7836)).toBe('78.4 %');
    expect(points(-0.182)).toBe('18.2 points');
    expect(points(0.01)).toBe('1.0 point');
  });
  test('short numbers keep three digits, and their sign', () => {
    expect([0, 0.03119, -1.2549, 12_345, 3.14e-7, -2e9].map(short)).toEqual([
      '0',
      '0.0312',
      '−1.25',
      '12,300',
      '3.1e−7',
      '−2.0e+9',
    ]);
    expect(short(Number.NaN)).toBe('not a number');
  });
  test('the median of an even number is between the middle two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 9, 6])).toBe(5);
    expect(median([])).toBeNaN();
  });
});
