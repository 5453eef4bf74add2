import { describe, expect, test } from 'vitest';
import type { BatchMates } from '../../../../inspection/question.ts';
import { argmax } from '../../../../inspection/score.ts';
import { FASHION_MNIST } from '../../../../spec/dataSets.ts';
import { companionWords, domainOf, onScale, shiftHeadline, shiftOf } from './shifts.ts';

/** Three classes are enough; the image is a Trouser. */
const mates = (draws: number[][], batch = 2): BatchMates => ({
  kind: 'batch-mates',
  image: { split: 'test', row: 3, label: 1, shape: FASHION_MNIST.shape, pixels: new Uint8Array(784) },
  batch,
  moving: Float32Array.of(0, 1, 0),
  draws: draws.map((logits) => ({ companions: [], logits: Float32Array.from(logits) })),
});

const MOVING = mates([
  [0, 3, 1],
  [2, 0.5, 1],
  [0, 2, 1],
]);

test('softmax of logits 0 and ln 3 gives a quarter and three quarters', () => {
  const [quarter, rest] = onScale([1000, 1000 + Math.log(3)], 'probabilities');
  expect(quarter).toBeCloseTo(0.25, 9);
  expect(rest).toBeCloseTo(0.75, 9);
  expect(onScale(Float32Array.of(1, 2), 'logits')).toEqual([1, 2]);
});

test('argmax takes the first of equals', () => {
  expect(argmax([1, 4, 4])).toBe(1);
});

describe('the shift', () => {
  test('is what the true class moves over the draws', () => {
    const shift = shiftOf(MOVING);
    expect(shift).toMatchObject({ logit: 2.5, usual: 1, changed: 1 });
    // e^3 / (1 + e^3 + e) − e^0.5 / (e^2 + e^0.5 + e)
    expect(shift.probability).toBeCloseTo(0.843795 - 0.140244, 5);
  });
  test('is told in words, on either scale', () => {
    expect(shiftHeadline(MOVING, 'logits', FASHION_MNIST)).toBe(
      'With other companions the logit of Trouser, the true class, moves by 2.5; the prediction changes in 1 of 3 minibatches.',
    );
    expect(shiftHeadline(MOVING, 'probabilities', FASHION_MNIST)).toContain(
      'probability of Trouser, the true class, moves by 70.4 %',
    );
    expect(
      shiftHeadline(
        mates([
          [0, 3, 1],
          [0, 2, 1],
        ]),
        'logits',
        FASHION_MNIST,
      ),
    ).toContain('the prediction stays Trouser');
  });
  test('is nothing where only rounding differs, or nobody else is there', () => {
    expect(
      shiftHeadline(
        mates([
          [0, 3, 1],
          [0, 3.000001, 1],
        ]),
        'logits',
        FASHION_MNIST,
      ),
    ).toBe('Companions change nothing: the logit of Trouser, the true class, is 3 in all 2 minibatches.');
    expect(shiftHeadline(mates([[0, 3, 1]], 1), 'logits', FASHION_MNIST)).toMatch(/no companions/);
  });
});

test('says which statistics a method uses', () => {
  expect(companionWords({ norm: 'batch', stats: 'minibatch' })).toContain('whole minibatch');
  expect(companionWords({ norm: 'batch', stats: 'moving' })).toContain('frozen');
  expect(companionWords({ norm: 'layer', stats: 'minibatch' })).toContain('each image alone');
});

test('both sides share one axis', () => {
  const [low, high] = domainOf([MOVING, mates([[-7, 0, 0]])], 'logits');
  expect(low).toBeCloseTo(-7.4, 6);
  expect(high).toBeCloseTo(3.4, 6);
  expect(domainOf([MOVING], 'probabilities')).toEqual([0, 1]);
  expect(domainOf([], 'logits')).toEqual([-1, 1]);
});
