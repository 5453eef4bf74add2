import { describe, expect, it } from 'vitest';
import { scaleWeights } from '../testing/reference/scaleWeights.ts';
import { standardize } from './standardize.ts';
import { usedKernel } from './usedKernel.ts';

const kernel = Float32Array.from({ length: 18 }, (_, i) => Math.sin(3 * i) / 4 + 0.1);
const layer = { name: 'conv1', output: [5, 5, 2] } as const;

describe('usedKernel', () => {
  it('is the kernel, standardized or scaled where the layer says so', () => {
    const gain = Float32Array.of(1, -0.5);
    const state = new Map([
      ['conv1/kernel', kernel],
      ['conv1/gain', gain],
    ]);
    expect(usedKernel({ ...layer, weights: 'plain' }, state)).toBe(kernel);
    expect(usedKernel({ ...layer, weights: 'standardized' }, state)).toEqual(standardize(kernel, 2));
    const { y } = scaleWeights(Float64Array.from(kernel), Float64Array.from(gain));
    expect(usedKernel({ ...layer, weights: 'scaled' }, state)).toEqual(Float32Array.from(y));
  });

  it('says what is missing', () => {
    const state = new Map([['conv1/kernel', kernel]]);
    expect(() => usedKernel({ ...layer, weights: 'scaled' }, state)).toThrow('The gain of conv1');
    expect(() => usedKernel({ ...layer, weights: 'plain' }, new Map())).toThrow('The weights of conv1');
  });
});
