import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { describeDropout, describeGroups, describeNorm, describeWeights } from './remarks.ts';

describe('remarks', () => {
  it('shows the groups each kind of layer really gets', () => {
    expect(describeGroups(DEFAULT_EXPERIMENT)).toBe(
      'conv 32: 32 groups of 1 · conv 64: 32 groups of 2 · dense 512: 32 groups of 16',
    );
    expect(describeGroups({ ...DEFAULT_EXPERIMENT, network: 'small-cnn', groups: 6 })).toBe(
      'conv 8: 4 groups of 2 · conv 16: 4 groups of 4 · dense 64: 4 groups of 16',
    );
    expect(describeGroups({ ...DEFAULT_EXPERIMENT, norm: 'batch' })).toBe('Only group norm uses groups.');
  });

  it('says where a setting has no effect', () => {
    expect(describeWeights({ ...DEFAULT_EXPERIMENT, network: 'mlp' })).toMatch(/no convolutions/);
    expect(describeWeights(DEFAULT_EXPERIMENT)).toBeUndefined();
    expect(describeDropout({ ...DEFAULT_EXPERIMENT, network: 'small-cnn' })).toMatch(/no dropout layers/);
    expect(describeNorm({ ...DEFAULT_EXPERIMENT, norm: 'instance' })).toMatch(/layer norm/);
  });
});
