import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { sameTraining } from './sameTraining.ts';

const base = { ...DEFAULT_EXPERIMENT, norm: 'batch', weights: 'plain' } as const;

describe('sameTraining', () => {
  it('finds WS without convolutions, and instance norm that is layer norm', () => {
    const mlp = { ...base, network: 'mlp' } as const;
    const layer = { ...mlp, norm: 'layer' } as const;
    const comparison = [
      mlp,
      { ...mlp, weights: 'standardized' },
      layer,
      { ...layer, norm: 'instance' },
    ] as const;
    expect(sameTraining(comparison)).toEqual([undefined, 0, undefined, 2]);
  });

  it('leaves apart what differs', () => {
    const comparison = [
      base,
      { ...base, weights: 'standardized' },
      { ...base, batch: 64 },
      { ...base, seed: 2 },
    ] as const;
    expect(sameTraining(comparison)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
