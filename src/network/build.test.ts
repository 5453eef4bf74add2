import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { dropsUnits, type Experiment, NETWORKS, NORMS, POSITIONS } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { ARCHITECTURES } from './architectures.ts';
import { buildNetwork, effectiveGroups, resolveNorm } from './build.ts';

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

  it('puts the norm on the side of the ReLU that was asked for', () => {
    const kinds = (position: (typeof POSITIONS)[number]) =>
      buildNetwork({ ...DEFAULT_EXPERIMENT, position, network: 'mlp' }, FASHION_MNIST)
        .layers.slice(0, 4)
        .map(({ kind }) => kind);
    expect(kinds('after-activation')).toEqual(['flatten', 'dense', 'relu', 'norm']);
    expect(kinds('before-activation')).toEqual(['flatten', 'dense', 'norm', 'relu']);
  });
});

it('drops units in the networks that are said to, and in no other', () => {
  for (const network of NETWORKS) {
    const has = ARCHITECTURES[network].blocks.some(({ kind }) => kind === 'dropout');
    expect(dropsUnits({ network, dropout: 'on' })).toBe(has);
    expect(dropsUnits({ network, dropout: 'off' })).toBe(false);
  }
});
