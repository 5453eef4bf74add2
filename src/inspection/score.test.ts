import { describe, expect, it } from 'vitest';
import { rowOf, sumsOf } from './score.ts';

const logits = Float32Array.from([1, 3, 5, 5, 2, 2], Math.log);

describe('sumsOf', () => {
  it('adds up losses and counts what the first largest logit gets right', () => {
    // Probabilities 1/4, 3/4; 1/2, 1/2; 1/2, 1/2.
    const { images, lossSum, correct } = sumsOf(logits, [0, 0, 1]);
    expect(images).toBe(3);
    expect(lossSum).toBeCloseTo(Math.log(4) + 2 * Math.log(2), 6);
    expect(correct).toBe(1);
  });
});

describe('rowOf', () => {
  it('is one image of several', () => {
    expect(rowOf(logits, 3, 1)).toEqual(logits.subarray(2, 4));
    expect(rowOf(logits, 2, 1)).toEqual(logits.subarray(3, 6));
  });
});
