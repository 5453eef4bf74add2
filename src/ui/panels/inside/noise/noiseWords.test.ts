import { describe, expect, test } from 'vitest';
import type { Noise } from '../../../../inspection/question.ts';
import { imagesFor, noiseHeadline, noisePoints, noiseReadings, sizesFor } from './noiseWords.ts';

const noise: Noise = {
  kind: 'noise',
  layer: 'norm1',
  batches: 16,
  sizes: [
    { batch: 2, mean: 0.54, variance: 0.752, predictedMean: 0.55, predictedVariance: 0.9 },
    { batch: 128, mean: 0.0702, variance: 0.09, predictedMean: 0.07, predictedVariance: 0.08 },
  ],
};

describe('the sizes', () => {
  test('hold the batch size of the run, once and in order', () => {
    expect(sizesFor({ batch: 10, images: 6000 })).toEqual([2, 8, 10, 32, 128]);
    expect(sizesFor({ batch: 2, images: 6000 })).toEqual([2, 8, 32, 128]);
  });
  test('are not larger than what the run trains on', () => {
    expect(sizesFor({ batch: 2, images: 100 })).toEqual([2, 8, 32]);
  });
  test('say what an answer costs', () => {
    expect(imagesFor({ batch: 2, images: 6000 })).toBe(16 * 170);
  });
});

describe('the headline', () => {
  test('compares the batch of the run with the largest one', () => {
    expect(noiseHeadline(noise, { norm: 'batch', stats: 'minibatch', batch: 2 })).toBe(
      "In minibatches of 2, a channel's mean is off by 0.54 of its deviation and its variance by 75 %; in minibatches of 128, by 0.0702 and 9.0 %.",
    );
    expect(noiseHeadline(noise, { norm: 'batch', stats: 'minibatch', batch: 128 })).toBe(
      "In minibatches of 128, a channel's mean is off by 0.0702 of its deviation and its variance by 9.0 %.",
    );
  });
  test('says where the noise does not count', () => {
    expect(noiseHeadline(noise, { norm: 'group', stats: 'minibatch', batch: 2 })).toMatch(
      /^This norm never sees it, .* would be off/,
    );
  });
});

test('points and readings are those of the statistic, without zeros', () => {
  const silent = { batch: 1, mean: 0, variance: 0, predictedMean: 0, predictedVariance: 0 };
  const means = noisePoints({ ...noise, sizes: [silent, ...noise.sizes] }, 'mean', 128);
  expect(means).toEqual([
    { batch: 2, spread: 0.54, predicted: 0.55, own: false },
    { batch: 128, spread: 0.0702, predicted: 0.07, own: true },
  ]);
  expect(noisePoints(noise, 'variance', 2)[0]).toEqual({
    batch: 2,
    spread: 0.752,
    predicted: 0.9,
    own: true,
  });
  expect(noiseReadings('BN', means)).toBe('BN: 0.54 at 2 (predicted 0.55), 0.0702 at 128 (predicted 0.07).');
});
