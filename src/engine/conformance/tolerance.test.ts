import { describe, expect, it } from 'vitest';
import type { Optimizer } from '../../network/layers.ts';
import { update } from '../../testing/reference/update.ts';
import { compare, passes } from './tolerance.ts';
import { forgiven, stilled } from './zeroGradient.ts';

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

describe('stilled', () => {
  const adam: Optimizer = { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
  const stateOf = (name: string, [p, m, v]: readonly number[][]) =>
    new Map([
      [name, Float32Array.from(p ?? [])],
      [`${name}/m`, Float32Array.from(m ?? [])],
      [`${name}/v`, Float32Array.from(v ?? [])],
    ]);
  /** The second step, on gradients of which the first is only rounding. */
  function step(name: string, gradient: readonly number[]) {
    const slots = [
      [0.01, 0.02],
      [0.001, 0.002],
    ];
    const before = stateOf(name, [[1, 2], ...slots]);
    const p = update(adam, [1, 2], gradient, slots, 2);
    return { before, after: stateOf(name, [p, ...slots]) };
  }

  it("takes a bias's gradient for 0 where it is only rounding, and no other", () => {
    const { before, after } = step('conv1/bias', [9e-6, 2e-5]);
    const expected = step('conv1/bias', [0, 2e-5]).after;
    const found = stilled(adam, before, after, 2);
    for (const [name, values] of expected)
      values.forEach((value, i) => {
        expect(found.get(name)?.[i], name).toBeCloseTo(value, 7);
      });
    expect(found.get('conv1/bias/m')?.[0]).not.toBe(after.get('conv1/bias/m')?.[0]);
    expect(found.get('conv1/bias')?.[1]).toBe(after.get('conv1/bias')?.[1]);
  });

  it('leaves kernels, and other optimizers, as they are', () => {
    const { before, after } = step('conv1/kernel', [9e-6, 9e-6]);
    expect(stilled(adam, before, after, 2)).toEqual(after);
    const sgd: Optimizer = { name: 'sgd', learningRate: 1, momentum: 0 };
    expect(stilled(sgd, before, after, 2)).toBe(after);
  });
});
