/** Ready-made comparisons. The first one is what a first visit shows. */

import { FASHION_MNIST } from './dataSets.ts';
import type { Comparison, Experiment } from './experiment.ts';
import { DEFAULT_EXPERIMENT } from './fields.ts';
import { cellExperiment, DEFAULT_MATRIX, type Matrix, STUDY_BATCHES, STUDY_METHODS } from './matrix.ts';
import { validateExperiment } from './validate.ts';

export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly comparison: Comparison;
  /** The same comparison on another budget: still this preset. */
  readonly alternatives?: readonly Comparison[];
  /** The table that it opens. */
  readonly matrix?: Matrix;
}

const batchNormAgainstGroupNorm = (settings: Partial<Experiment>): Comparison => {
  const base = { ...DEFAULT_EXPERIMENT, ...settings };
  return [base, { ...base, norm: 'batch', weights: 'plain' }];
};

/** Every cell of the original study's table. */
function originalStudy(settings: Partial<Experiment>): Comparison {
  const base = { ...DEFAULT_EXPERIMENT, ...settings };
  const [first = base, ...others] = STUDY_BATCHES.flatMap((batch) =>
    STUDY_METHODS.map((method) => cellExperiment(base, method, { batch })),
  );
  return [first, ...others];
}

/** What the original study took for each cell, and what shows the same in minutes. */
export const BUDGETS = {
  quick: { images: 6000, epochs: 3 },
  full: { images: FASHION_MNIST.counts.train, epochs: 10 },
} as const satisfies Record<string, Pick<Experiment, 'images' | 'epochs'>>;

export type Budget = keyof typeof BUDGETS;

/** A data set of fewer images gives all that it has. */
export const onBudget = (experiment: Experiment, budget: Budget): Experiment =>
  validateExperiment(BUDGETS[budget], experiment).value;

/** What a first visit trains in seconds. */
export const QUICK: Preset = {
  id: 'quick',
  name: 'Small and quick',
  // With 32 groups its few channels would be normalized one by one.
  comparison: batchNormAgainstGroupNorm({ network: 'small-cnn', groups: 4, images: 1000, epochs: 2 }),
};

/** The same on the network of the original study, one press further. */
export const BATCH_2: Preset = {
  id: 'batch-2',
  name: 'BN against GN+WS at batch 2',
  comparison: batchNormAgainstGroupNorm({ batch: 2 }),
};

export const PRESETS: readonly [Preset, ...Preset[]] = [
  QUICK,
  BATCH_2,
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
  {
    id: 'study',
    name: 'The original study',
    comparison: originalStudy(BUDGETS.quick),
    alternatives: [originalStudy(BUDGETS.full)],
    matrix: DEFAULT_MATRIX,
  },
];
