import { describe, expect, it } from 'vitest';
import { studentQuantile } from './student.ts';

describe('studentQuantile', () => {
  // scipy.stats.t.ppf(0.975, df), SciPy 1.10.1
  it.each([
    [1, 12.706204736],
    [2, 4.30265273],
    [4, 2.776445105],
    [30, 2.042272456],
    [31, 2.039513446],
    [100, 1.983971518],
  ])('of %i degrees of freedom is %f', (degrees, expected) => {
    expect(Math.abs(studentQuantile(degrees) - expected)).toBeLessThan(3e-6);
  });
});
