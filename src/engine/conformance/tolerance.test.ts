import { describe, expect, it } from 'vitest';
import { compare, passes } from './tolerance.ts';
import { forgiven } from './zeroGradient.ts';

describe('compare', () => {
  it('measures against the largest value of the array', () => {
    expect(compare('y', 'forward', [1, 100.001], [1, 100]).error).toBeCloseTo(1e-5, 8);
    expect(passes(compare('y', 'forward', [1, 100.01], [1, 100]))).toBe(false);
  });

  it('fails on NaN and on a missing value', () => {
    expect(passes(compare('y', 'trained', [Number.NaN], [1]))).toBe(false);
    expect(passes(compare('y', 'trained', [], [1]))).toBe(false);
  });

  it('lets a gradient that is 0 in theory be off by 1e-5, and nothing else', () => {
    expect(passes(compare('dx', 'gradient', [9e-6], [0]))).toBe(true);
    expect(passes(compare('dx', 'gradient', [2e-5], [0]))).toBe(false);
    expect(passes(compare('y', 'forward', [9e-6], [0]))).toBe(false);
  });
});

describe('forgiven', () => {
  it('takes off the slack and no more', () => {
    const got = forgiven(Float32Array.of(1.5, -1.5, 1), [1, -1, 1], Float64Array.of(0.25, 1, 1));
    expect([...got]).toEqual([1.25, -1, 1]);
  });
});
