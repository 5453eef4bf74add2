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

  it('shows the bands of the study, which are no groups of channels', () => {
    expect(describeGroups({ ...DEFAULT_EXPERIMENT, norm: 'group-as-published' })).toBe(
      'conv 32: 32 bands of 784 values · conv 64: 32 bands of 392 values · dense 512: 32 groups of 16',
    );
  });

  it('warns of minibatches of one, where batch norm lets nothing through', () => {
    const small = { ...DEFAULT_EXPERIMENT, network: 'small-cnn', norm: 'batch' } as const;
    expect(warnOfGroups({ ...small, batch: 2 })).toBeUndefined();
    expect(warnOfGroups({ ...small, batch: 1 })).toBe(
      'Each value of dense 64 is its own mean at batch 1 and becomes 0: it learns nothing.',
    );
    for (const other of [
      { stats: 'moving' },
      { norm: 'batch-renorm' },
      { norm: 'layer' },
      { norm: 'none' },
    ] as const)
      expect(warnOfGroups({ ...small, batch: 1, ...other })).toBeUndefined();
  });

  it('warns where groups are too small for group norm', () => {
    expect(warnOfGroups({ ...DEFAULT_EXPERIMENT, groups: 16 })).toBeUndefined();
    expect(warnOfGroups(DEFAULT_EXPERIMENT)).toBe('Groups of one channel are instance norm (conv 32).');
    const small = { ...DEFAULT_EXPERIMENT, network: 'small-cnn' } as const;
    expect(warnOfGroups(small)).toBe(
      'Groups of one channel are instance norm (conv 8, conv 16). Groups of 2 values become about ±1 (dense 64).',
    );
    expect(warnOfGroups({ ...small, network: 'mlp', groups: 512 })).toBe(
      'Groups of 1 value become 0: dense 256, dense 128 learn nothing.',
    );
    expect(warnOfGroups({ ...DEFAULT_EXPERIMENT, norm: 'batch' })).toBeUndefined();
    expect(warnOfGroups({ ...small, network: 'conv8 pool pool pool pool conv8', groups: 8 })).toBe(
      'Groups of one channel are instance norm (conv 8). Groups of 1 value become 0: conv 8 learns nothing.',
    );
    for (const norm of ['group-as-published', 'batch-channel'] as const)
      expect(warnOfGroups({ ...small, norm, network: 'conv64 pool dense32' })).toBe(
        'Groups of 1 value become 0: dense 32 learns nothing.',
      );
  });
});
