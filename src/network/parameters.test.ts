import { describe, expect, it } from 'vitest';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { type Experiment, NORMS, OPTIMIZERS } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { buildNetwork } from './build.ts';
import { sizeOf } from './layers.ts';
import { countWeights, initialParameters, parameterSpecs } from './parameters.ts';

const networkOf = (settings: Partial<Experiment>) =>
  buildNetwork({ ...DEFAULT_EXPERIMENT, ...settings }, FASHION_MNIST);

describe('countWeights', () => {
  it("finds the original study's numbers in the reference CNN with batch norm", () => {
    expect(countWeights(networkOf({ norm: 'batch' }))).toEqual({ total: 1_679_082, trained: 1_677_674 });
  });
});

describe('parameterSpecs', () => {
  it.each(OPTIMIZERS)('lists each array once, slots after weights, with %s', (optimizer) => {
    const specs = parameterSpecs(networkOf({ optimizer, norm: 'batch' }));
    expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length);
    const slots = { adam: 2, momentum: 1, rmsprop: 1, sgd: 0 }[optimizer];
    const trained = specs.filter(({ role }) => role === 'trained').length;
    const firstSlot = specs.findIndex(({ role }) => role === 'slot');
    expect(specs.filter(({ role }) => role === 'slot').length).toBe(slots * trained);
    if (slots > 0) expect(specs.slice(firstSlot).every(({ role }) => role === 'slot')).toBe(true);
  });
});

describe('initialParameters', () => {
  it('keeps kernels within the limits of Glorot and Bengio, and comes near them', () => {
    const parameters = initialParameters(networkOf({}));
    const limit = Math.sqrt(6 / (9 * 32 + 9 * 64));
    const kernel = parameters.get('conv3/kernel') ?? new Float32Array();
    const largest = kernel.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
    expect(kernel.length).toBe(9 * 32 * 64);
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.999 * limit);
  });

  it('starts networks that differ in their norm from the same kernels', () => {
    const kernels = NORMS.map((norm) => {
      const parameters = initialParameters(networkOf({ norm, network: 'small-cnn' }));
      return [...parameters].flatMap(([name, values]) =>
        name.endsWith('/kernel') ? [name, Buffer.from(values.buffer).toString('base64')] : [],
      );
    });
    expect(kernels[0]?.length).toBeGreaterThan(2);
    for (const other of kernels) expect(other.join() === kernels[0]?.join()).toBe(true);
  });

  it('starts norms as the identity, and biases and slots at zero', () => {
    const network = networkOf({ norm: 'batch', network: 'small-cnn' });
    const parameters = initialParameters(network);
    for (const { name, shape, role } of parameterSpecs(network)) {
      const values = parameters.get(name) ?? new Float32Array();
      expect(values.length).toBe(sizeOf(shape));
      if (name.endsWith('/kernel')) continue;
      const start = role !== 'slot' && /(gamma|movingVariance)$/.test(name) ? 1 : 0;
      expect(values.every((v) => v === start)).toBe(true);
    }
  });

  it('follows the seed', () => {
    const kernel = (seed: number) =>
      initialParameters(networkOf({ seed, network: 'mlp' })).get('dense1/kernel');
    expect(kernel(1)).not.toEqual(kernel(2));
    expect(kernel(2)).toEqual(kernel(2));
  });
});
