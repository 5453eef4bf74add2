import { describe, expect, it } from 'vitest';
import type { Block } from '../../../../inspection/blocks.ts';
import type { LayerSnapshot } from '../../../../inspection/question.ts';
import type { LayerNorm, NormLayer, Shape } from '../../../../network/layers.ts';
import { findings } from './findings.ts';

const epsilon = 1e-3;
const batchNorm: LayerNorm = { kind: 'batch', epsilon, momentum: 0.99, frozen: false };
const dense: Block['layer'] = {
  ...{ kind: 'dense', name: 'dense1', reads: ['flatten'] },
  ...{ input: [64], output: [4] },
};
const without = { layer: dense, norm: undefined };
const block = (norm: LayerNorm, shape: Shape) => ({ layer: dense, norm: normLayer(norm, shape) });
const normLayer = (norm: LayerNorm, shape: Shape): NormLayer => ({
  kind: 'norm',
  name: 'norm1',
  norm,
  reads: ['dense1'],
  input: shape,
  output: shape,
});
const snapshot = (part: Partial<LayerSnapshot> = {}): LayerSnapshot => ({
  layer: 'dense1',
  norm: 'norm1',
  before: { low: 0, high: 4, counts: [1, 1, 1, 1], mean: 2, deviation: 1 },
  after: undefined,
  batch: { mean: Float32Array.of(1, 1, 1, 1), variance: Float32Array.of(1, 1, 1, 1) },
  moving: undefined,
  arrays: [],
  norms: [{ name: 'dense1/kernel', weight: 10, gradient: 1, update: 0.01 }],
  standardization: undefined,
  ...part,
});

describe('findings', () => {
  it('finds nothing in an ordinary layer', () => {
    expect(findings(snapshot(), block(batchNorm, [28, 28, 4]), 2)).toEqual([]);
    expect(findings(snapshot(), without, 2)).toEqual([]);
  });

  it('counts the units that batch norm at batch 2 turns into ±1', () => {
    // √(v / (v + 0.001)) is 0.95 at v = 0.00926.
    const batch = {
      mean: Float32Array.of(1, 1, 1, 0),
      variance: Float32Array.of(1, 0.0093, 0.0092, 0),
    };
    const found = findings(snapshot({ batch }), block(batchNorm, [4]), 2);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('Only ±1 gets through');
    expect(found[0]).toContain('for 2 of 4 units here. 1 gives just beta');
  });

  it('counts silent units where that is no accident', () => {
    const batch = { mean: Float32Array.of(1, 0, 0, 0), variance: Float32Array.of(1, 0, 0, 2) };
    const sentence = '2 of 4 units are silent: zero for this whole minibatch.';
    expect(findings(snapshot({ batch }), without, 30)).toEqual([sentence]);
    expect(findings(snapshot({ batch }), without, 29)).toEqual([]);
  });

  it('says so for groups of two, one and few values', () => {
    const group = (groups: number): LayerNorm => ({ kind: 'group', epsilon, groups });
    const first = (groups: number, units: number) =>
      findings(snapshot(), block(group(groups), [units]), 64)[0];
    expect(first(32, 64)).toContain('of two values one becomes +1');
    expect(first(32, 32)).toContain('the norm writes beta');
    expect(first(32, 128)).toContain(
      'Only 4 values share a mean, so what the norm writes stays within ±√3 = ±1.73',
    );
    expect(first(4, 128)).toBeUndefined();
    expect(findings(snapshot(), block(batchNorm, [4]), 1)[0]).toContain('the norm writes beta');
  });

  it('leaves a frozen batch norm and RMS norm out of it', () => {
    expect(findings(snapshot(), block({ ...batchNorm, frozen: true }, [4]), 2)).toEqual([]);
    expect(findings(snapshot(), block({ kind: 'rms', epsilon }, [2]), 2)).toEqual([]);
  });

  it('names zeros, large and small updates, and gradients that are none', () => {
    const before = { low: 0, high: 4, counts: [95, 1, 2, 2], mean: 0, deviation: 1 };
    expect(findings(snapshot({ before }), block(batchNorm, [28, 28, 4]), 2)).toEqual([
      '95 % of what the norm reads is zero or within 1 of it.',
    ]);
    const update = (part: Partial<LayerSnapshot['norms'][number]>) =>
      findings(
        snapshot({ norms: [{ name: 'dense1/kernel', weight: 10, gradient: 1, update: 0.01, ...part }] }),
        without,
        2,
      );
    expect(update({ update: 0.5 })).toEqual([
      'The next update changes the kernel by 5 % of its size, where a tenth of a percent is usual.',
    ]);
    expect(update({ update: 1e-5 })[0]).toContain('hardly changes');
    expect(update({ gradient: 0 })[0]).toContain('gradient is 0');
    expect(update({ gradient: Number.NaN })[0]).toContain('not a number');
  });
});
