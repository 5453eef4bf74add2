import { describe, expect, it } from 'vitest';
import { argmax, crossEntropy, rowOf, softmax, sumsOf } from './score.ts';

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

describe('softmax', () => {
  it('gives the probabilities of logits that are logarithms', () => {
    const probabilities = softmax([1, 2, 5].map(Math.log));
    [1 / 8, 2 / 8, 5 / 8].forEach((p, i) => {
      expect(probabilities[i]).toBeCloseTo(p, 14);
    });
  });

  it('does not change when all logits move by as much, however far', () => {
    const [near, far] = [softmax([0, 1, 2]), softmax([3e4, 3e4 + 1, 3e4 + 2])];
    near.forEach((p, i) => {
      expect(far[i]).toBeCloseTo(p, 11);
    });
    expect([...softmax([1e30, 0, -1e30])]).toEqual([1, 0, 0]);
  });
});

describe('crossEntropy', () => {
  it('is −log of the probability of the label', () => {
    const logits = [1, 2, 5].map(Math.log);
    expect(crossEntropy(logits, 0)).toBeCloseTo(Math.log(8), 14);
    expect(crossEntropy(logits, 2)).toBeCloseTo(Math.log(8 / 5), 14);
  });

  it('is finite where the probability is 0 in floating point', () => {
    expect(crossEntropy([1000, 0], 1)).toBe(1000);
    expect(crossEntropy([-1000, -1000], 1)).toBeCloseTo(Math.log(2), 12);
  });
});

describe('argmax', () => {
  it('takes the first of equal values', () => {
    expect(argmax([1, 3, 3, 2])).toBe(1);
    expect(argmax([-2, -1])).toBe(1);
    expect(argmax(new Float32Array(10))).toBe(0);
  });
});
