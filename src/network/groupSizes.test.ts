import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { describeGroups, warnOfGroups } from './groupSizes.ts';

describe('groups', () => {
  it('shows the groups each kind of layer really gets', () => {
    expect(describeGroups(DEFAULT_EXPERIMENT)).toBe(
      'conv 32: 32 groups of 1 · conv 64: 32 groups of 2 · dense 512: 32 groups of 16',
    );
    expect(describeGroups({ ...DEFAULT_EXPERIMENT, network: 'small-cnn', groups: 6 })).toBe(
      'conv 8: 4 groups of 2 · conv 16: 4 groups of 4 · dense 64: 4 groups of 16',
    );
  });

  it('warns where groups are too small for group norm', () => {
    expect(warnOfGroups({ ...DEFAULT_EXPERIMENT, groups: 16 })).toBeUndefined();
    expect(warnOfGroups(DEFAULT_EXPERIMENT)).toBe('Groups of one channel are instance norm (conv 32).');
    const small = { ...DEFAULT_EXPERIMENT, network: 'small-cnn' } as const;
    expect(warnOfGroups(small)).toBe(
      'Groups of one channel are instance norm (conv 8, conv 16). Groups of 2 values become about ±1 (dense 64).',
    );
    expect(warnOfGroups({ ...small, network: 'mlp', groups: 512 })).toMatch(/learns nothing.*learns nothing/);
    expect(warnOfGroups({ ...DEFAULT_EXPERIMENT, norm: 'batch' })).toBeUndefined();
    for (const norm of ['group-as-published', 'batch-channel'] as const)
      expect(warnOfGroups({ ...small, norm, network: 'conv64 pool dense32' })).toBe(
        'Groups of 1 value become 0: dense 32 learns nothing.',
      );
  });
});
