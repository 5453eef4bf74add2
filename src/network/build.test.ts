import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { dropsUnits, type Experiment, NETWORKS, NORMS, POSITIONS } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { measure } from '../spec/networks/measure.ts';
import { networkText, plansOf } from '../spec/networks/networks.ts';
import { buildNetwork, effectiveGroups, layOut, resolveNorm } from './build.ts';
import { isActivation } from './layers.ts';
import { countWeights } from './parameters.ts';

describe('effectiveGroups', () => {
  it('is the largest divisor of the channels that is not above the groups asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (channels, groups) => {
        const found = effectiveGroups(channels, groups);
        expect(channels % found).toBe(0);
        expect(found).toBeLessThanOrEqual(groups);
        for (let better = found + 1; better <= Math.min(groups, channels); better++)
          expect(channels % better).not.toBe(0);
      }),
    );
  });
});

describe('resolveNorm', () => {
  it('makes instance norm layer norm where there are no pixels', () => {
    expect(resolveNorm('instance', 1, [64])?.kind).toBe('layer');
    expect(resolveNorm('instance', 1, [7, 7, 64])?.kind).toBe('instance');
  });
});

describe('buildNetwork', () => {
  it.each(NORMS)('chains shapes without a gap, with %s', (norm) => {
    for (const position of POSITIONS) {
      const { layers, input } = buildNetwork({ ...DEFAULT_EXPERIMENT, norm, position }, FASHION_MNIST);
      let shape = input;
      for (const layer of layers) {
        expect(layer.input).toEqual(shape);
        shape = layer.output;
      }
      expect(shape).toEqual([10]);
    }
  });

  it('lays a residual block of two branches, and a convolution on the second where the shape changes', () => {
    const plans = plansOf('conv8 res8 res16/2 gap');
    const choices = { norm: 'group', groups: 4, weights: 'plain', dropout: false } as const;
    const words = layOut([9, 8, 3], plans, 7, { ...choices, position: 'before-activation' }).map(
      ({ name, reads, output }) => `${name} of ${reads.join(' and ')}: ${output.join('×')}`,
    );
    expect(words).toEqual([
      ...['conv1 of input: 9×8×8', 'norm1 of conv1: 9×8×8', 'relu1 of norm1: 9×8×8'],
      ...['conv2 of relu1: 9×8×8', 'norm2 of conv2: 9×8×8', 'relu2 of norm2: 9×8×8'],
      ...['conv3 of relu2: 9×8×8', 'norm3 of conv3: 9×8×8'],
      ...['add1 of norm3 and relu1: 9×8×8', 'relu3 of add1: 9×8×8'],
      ...['conv4 of relu3: 5×4×16', 'norm4 of conv4: 5×4×16', 'relu4 of norm4: 5×4×16'],
      ...['conv5 of relu4: 5×4×16', 'norm5 of conv5: 5×4×16'],
      ...['conv6 of relu3: 5×4×16', 'norm6 of conv6: 5×4×16'],
      ...['add2 of norm5 and norm6: 5×4×16', 'relu5 of add2: 5×4×16'],
      ...['gap of relu5: 16', 'dense1 of gap: 7'],
    ]);
  });

  it('freezes the statistics of batch norm where moving ones are asked for', () => {
    const frozen = (settings: Partial<Experiment>) =>
      buildNetwork(
        { ...DEFAULT_EXPERIMENT, norm: 'batch', network: 'mlp', ...settings },
        FASHION_MNIST,
      ).layers.flatMap((layer) =>
        layer.kind === 'norm' && layer.norm.kind === 'batch' ? [layer.norm.frozen] : [],
      );
    expect(frozen({})).toEqual([false, false]);
    expect(frozen({ stats: 'moving' })).toEqual([true, true]);
    expect(frozen({ stats: 'moving', norm: 'group' })).toEqual([]);
  });

  it("gives batch norm the experiment's momentum", () => {
    const momenta = buildNetwork(
      {
        ...DEFAULT_EXPERIMENT,
        norm: 'batch',
        network: 'mlp',
        momentum: 0.9,
      },
      FASHION_MNIST,
    ).layers.flatMap((layer) =>
      layer.kind === 'norm' && layer.norm.kind === 'batch' ? [layer.norm.momentum] : [],
    );
    expect(momenta).toEqual([0.9, 0.9]);
    expect(resolveNorm('batch', 1, [4])).toMatchObject({ momentum: 0.99 });
  });

  it("gives a norm the experiment's epsilon, or leaves it its own", () => {
    const epsilons = (settings: Partial<Experiment>) =>
      buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'mlp', ...settings }, FASHION_MNIST).layers.flatMap(
        (layer) => (layer.kind === 'norm' ? [layer.norm.epsilon] : []),
      );
    expect(epsilons({ norm: 'batch' })).toEqual([1e-3, 1e-3]);
    expect(epsilons({ norm: 'group' })).toEqual([1e-5, 1e-5]);
    expect(epsilons({ norm: 'group', eps: 1e-8 })).toEqual([1e-8, 1e-8]);
  });

  it('takes another activation in every place, with and without a norm', () => {
    const kinds = (settings: Partial<Experiment>) => {
      const experiment = { ...DEFAULT_EXPERIMENT, network: 'conv4 res4 dense8', ...settings };
      return buildNetwork(experiment, FASHION_MNIST)
        .layers.filter(isActivation)
        .map(({ name }) => name);
    };
    expect(kinds({ activation: 'gelu' })).toEqual(['gelu1', 'gelu2', 'gelu3', 'gelu4']);
    expect(kinds({ activation: 'silu', norm: 'none' })).toEqual(['silu1', 'silu2', 'silu3', 'silu4']);
  });

  it('puts the norm on the side of the ReLU that was asked for', () => {
    const kinds = (position: (typeof POSITIONS)[number]) =>
      buildNetwork({ ...DEFAULT_EXPERIMENT, position, network: 'mlp' }, FASHION_MNIST)
        .layers.slice(0, 4)
        .map(({ kind }) => kind);
    expect(kinds('after-activation')).toEqual(['flatten', 'dense', 'relu', 'norm']);
    expect(kinds('before-activation')).toEqual(['flatten', 'dense', 'norm', 'relu']);
  });
});

it.each([...NETWORKS, 'conv5k5/3 res7k1/2 res7 pool drop10 conv4k1 dense3 drop5 dense2'])(
  'lays %s in the shapes and weights that its text is said to have',
  (network) => {
    const spec = { shape: [29, 26, 3], classes: ['a', 'b', 'c'] } as const;
    const built = buildNetwork({ ...DEFAULT_EXPERIMENT, norm: 'none', network }, spec);
    const { steps, weights } = measure(networkText(network), spec);
    expect(countWeights(built).trained).toBe(weights);
    expect(built.layers.at(-1)?.input.reduce((a, b) => a * b)).toBe(
      steps.at(-1)?.output.reduce((a, b) => a * b),
    );
  },
);

it('drops units in networks that have such layers', () => {
  const dropping = ['reference-cnn', 'conv8 drop10 gap'];
  for (const network of [...NETWORKS, ...dropping]) {
    expect(dropsUnits({ network, dropout: 'on' })).toBe(dropping.includes(network));
    expect(dropsUnits({ network, dropout: 'off' })).toBe(false);
  }
});
