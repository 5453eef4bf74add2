import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import {
  describeDropout,
  describeEpsilon,
  describeNorm,
  describePosition,
  describeWeights,
} from './remarks.ts';

describe('remarks', () => {
  it('says where a setting has no effect', () => {
    expect(describeWeights({ ...DEFAULT_EXPERIMENT, network: 'mlp' })).toMatch(/no convolutions/);
    expect(describeWeights(DEFAULT_EXPERIMENT)).toBeUndefined();
    expect(describeWeights({ ...DEFAULT_EXPERIMENT, weights: 'scaled' })).toMatch(/for no norm at all/);
    expect(describeWeights({ ...DEFAULT_EXPERIMENT, weights: 'scaled', norm: 'none' })).toBeUndefined();
    expect(describeDropout({ ...DEFAULT_EXPERIMENT, network: 'small-cnn' })).toMatch(/no dropout layers/);
    expect(describeNorm({ ...DEFAULT_EXPERIMENT, norm: 'instance' })).toMatch(/layer norm/);
    expect(describePosition(DEFAULT_EXPERIMENT)).toBeUndefined();
    expect(describePosition({ ...DEFAULT_EXPERIMENT, norm: 'filter-response' })).toMatch(
      /its own activation/,
    );
  });

  it("says what a norm's own epsilon is where there is another", () => {
    expect(describeEpsilon(DEFAULT_EXPERIMENT)).toBeUndefined();
    const changed = { ...DEFAULT_EXPERIMENT, eps: 0.1 };
    expect(describeEpsilon({ ...changed, norm: 'batch' })).toBe("The norm's own: 0.001");
    expect(describeEpsilon({ ...changed, norm: 'none' })).toBe('No effect here: there is no norm.');
  });
});
