import { describe, expect, it } from 'vitest';
import { describeOutputs, statisticsOf, testOutputs, trainingOutputs, type Values } from './twoImages.ts';

const VALUES: Values = [1, 2, -1, 4];

describe('batch norm over two images', () => {
  it('takes one mean and variance over all pixels of a channel', () => {
    // μ = 6 / 4; σ² = (0.25 + 0.25 + 6.25 + 6.25) / 4 = 3.25; √3.251 = 1.803053…
    expect(statisticsOf(VALUES)).toEqual({ mean: 1.5, variance: 3.25 });
    const outputs = trainingOutputs(VALUES, 'convolution');
    for (const [i, d] of [-0.5, 0.5, -2.5, 2.5].entries()) {
      expect(outputs[i]).toBeCloseTo(d / 1.8030529664, 9);
    }
  });

  it('gives ±1 on a dense layer, whatever the values', () => {
    for (const values of [VALUES, [3, -2, -3, 2], [0.5, 1, 0, 0]] satisfies Values[]) {
      const outputs = trainingOutputs(values, 'dense');
      for (const output of outputs) expect(Math.abs(output)).toBeGreaterThan(0.99);
      expect((outputs[0] ?? 0) + (outputs[2] ?? 0)).toBeCloseTo(0, 12);
      expect((outputs[1] ?? 0) + (outputs[3] ?? 0)).toBeCloseTo(0, 12);
    }
  });

  it('uses the moving statistics in a test, and forgets the companion', () => {
    const moving = { mean: 1, variance: 4 };
    // √4.001 = 2.000249984…
    const outputs = testOutputs(VALUES, moving);
    expect(outputs[3]).toBeCloseTo(3 / 2.0002499844, 9);
    expect(testOutputs([1, 2, 9, 9], moving).slice(0, 2)).toEqual(outputs.slice(0, 2));
  });

  it('is told in words', () => {
    expect(describeOutputs(VALUES, 'dense')).toBe(
      'Unit 1: image A becomes +1 and image B −1. Unit 2: image A becomes −1 and image B +1. How far apart the values were makes no difference.',
    );
    expect(describeOutputs([1, 2, 1, 2.1], 'dense')).toContain('Unit 1: both become 0.');
    expect(describeOutputs([1, 2, 1, 2.1], 'dense')).toContain('Only ε');
    expect(describeOutputs([-1, -1, -1, -1], 'convolution')).toContain('All four values are −1.0');
    expect(trainingOutputs([-1, -1, -1, -1], 'convolution')).toEqual([0, 0, 0, 0]);
  });
});
