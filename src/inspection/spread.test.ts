import { describe, expect, it } from 'vitest';
import { Spread } from './spread.ts';

describe('Spread', () => {
  it('is what the definition says', () => {
    // Two minibatches of two images of two pixels; the second channel is constant.
    const spread = new Spread(2);
    spread.add(Float32Array.of(1, 7, 3, 7, 5, 7, 7, 7), 2);
    spread.add(Float32Array.of(0, 7, 0, 7, 2, 7, 6, 7), 2);
    // Overall mean 3 and variance 6.5. Minibatches: means 4 and 2, variances 5 and 6.
    // Images: means 2, 6, 0, 4; averages of (x − 3)²: 2, 10, 9, 5.
    const { mean, variance, predictedMean, predictedVariance } = spread.result();
    expect(mean).toBeCloseTo(Math.sqrt(1 / 6.5), 12);
    expect(variance).toBeCloseTo(0.5 / 6.5, 12);
    expect(predictedMean).toBeCloseTo(Math.sqrt(5 / 6.5 / 2), 12);
    expect(predictedVariance).toBeCloseTo(Math.sqrt(10.25 / 2) / 6.5, 12);
  });

  it('takes the root of the mean square over channels', () => {
    // Means: 1 and −1 (variance 1) in the first channel, all of its variance; 0 and 0 in the second, none of it.
    const spread = new Spread(2);
    spread.add(Float32Array.of(1, 1, 1, -1), 1);
    spread.add(Float32Array.of(-1, 1, -1, -1), 1);
    expect(spread.result().mean).toBeCloseTo(Math.sqrt(1 / 2), 12);
  });

  it('is nothing where all is constant', () => {
    const spread = new Spread(1);
    for (let i = 0; i < 3; i++) spread.add(Float32Array.of(0.1, 0.1), 1);
    expect(spread.result()).toEqual({ mean: 0, variance: 0, predictedMean: 0, predictedVariance: 0 });
  });

  it('says that a network gives no numbers', () => {
    expect(() => new Spread(1).add(Float32Array.of(1, Number.NaN), 2)).toThrow('diverged');
  });
});
