/** Ready-made comparisons. The first one is what a first visit shows. */
import type { Comparison, Experiment } from './experiment.ts';
import { DEFAULT_EXPERIMENT } from './fields.ts';

export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly comparison: Comparison;
}

const batchNormAgainstGroupNorm = (settings: Partial<Experiment>): Comparison => {
  const base = { ...DEFAULT_EXPERIMENT, ...settings };
  return [base, { ...base, norm: 'batch', weights: 'plain' }];
};

export const PRESETS: readonly [Preset, ...Preset[]] = [
  { id: 'batch-2', name: 'BN against GN+WS at batch 2', comparison: batchNormAgainstGroupNorm({ batch: 2 }) },
  {
    id: 'quick',
    name: 'Small and quick',
    // With 32 groups its few channels would be normalized one by one.
    comparison: batchNormAgainstGroupNorm({ network: 'small-cnn', groups: 4, images: 1000, epochs: 2 }),
  },
  {
    id: 'batch-64',
    name: 'BN against GN+WS at batch 64',
    comparison: batchNormAgainstGroupNorm({ batch: 64 }),
  },
  {
    id: 'batch-128',
    name: 'BN against GN+WS at batch 128',
    comparison: batchNormAgainstGroupNorm({ batch: 128 }),
  },
];
