import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { describeDropout, describeNorm, describeWeights } from './remarks.ts';

describe('remarks', () => {
  it('says where a setting has no effect', () => {
    expect(describeWeights({ ...DEFAULT_EXPERIMENT, network: 'mlp' })).toMatch(/no convolutions/);
    expect(describeWeights(DEFAULT_EXPERIMENT)).toBeUndefined();
    expect(describeDropout({ ...DEFAULT_EXPERIMENT, network: 'small-cnn' })).toMatch(/no dropout layers/);
    expect(describeNorm({ ...DEFAULT_EXPERIMENT, norm: 'instance' })).toMatch(/layer norm/);
  });
});
