/**
 * What the original study claims and what its published code and stored histories say, point by point, with the two
 * experiments that show it and the measured cells that belong to it.
 */
import type { Comparison, Experiment } from '../../../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../../../spec/fields.ts';
import { BUDGETS } from '../../../../spec/presets.ts';

export interface MeasuredCell {
  readonly experiment: Experiment;
  readonly score: 'test' | 'validation';
}

export interface Claim {
  readonly id: string;
  readonly title: string;
  readonly said: string;
  readonly found: string;
  /** What our own runs are to be held against it for. */
  readonly look: string;
  readonly comparison: Comparison;
  readonly measured: readonly MeasuredCell[];
}

const experiment = (settings: Partial<Experiment>): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  ...BUDGETS.quick,
  ...settings,
});
const bn = (batch: number) => experiment({ norm: 'batch', weights: 'plain', batch });
const gnWs = (batch: number) => experiment({ norm: 'group', weights: 'standardized', batch });
const gn = experiment({ norm: 'group', weights: 'plain', batch: 2 });
const gnAsPublished = experiment({ norm: 'group-as-published', weights: 'plain', batch: 2 });

const tested = (...experiments: readonly Experiment[]): MeasuredCell[] =>
  experiments.map((each) => ({ experiment: each, score: 'test' }));

export const CLAIMS: readonly Claim[] = [
  {
    id: 'ws',
    title: 'Weight Standardization was never applied',
    said: 'The GN+WS column combines group norm with Weight Standardization.',
    found:
      "The standardizing function went in as a kernel regularizer. Keras adds a regularizer's value to the loss and leaves the kernel alone; the value was nothing, or a sum of 0. The column is GN by itself.",
    look: 'With and without WS at batch 2:',
    comparison: [gn, gnWs(2)],
    measured: tested(gn, gnWs(2)),
  },
  {
    id: 'bands',
    title: 'Group norm did not group channels',
    said: 'GN normalizes 32 groups of channels.',
    found:
      "The layer reshaped memory from [N, H, W, C] straight to [N, G, H, W, C/G]. A 'group' is then a run of pixels, here a little less than a row, with all their channels, and γ and β follow the run. The first figure draws it.",
    look: 'Groups of channels against runs of pixels, both without WS, at batch 2:',
    comparison: [gn, gnAsPublished],
    measured: tested(gn, gnAsPublished),
  },
  {
    id: 'histories',
    title: 'Three stored histories are copies',
    said: 'It keeps training histories of GN+WS at batch 32, 64 and 128.',
    found:
      "They equal BN's number for number: the wrong variable was saved. Networks that are trained apart do not agree like that.",
    look: 'Both methods at batch 64:',
    comparison: [bn(64), gnWs(64)],
    measured: tested(bn(64), gnWs(64)),
  },
  {
    id: 'two-faces',
    title: "BN's 18.78 % contradicts its own history",
    said: 'At batch 2 BN ends at 18.78 % test accuracy.',
    found:
      'The stored history has 79.4 % validation accuracy after the last epoch. One network cannot score both on images this alike. BN does suffer at batch 2, but not like that.',
    look: 'Test and validation accuracy at batch 2:',
    comparison: [bn(2), gnWs(2)],
    measured: [
      { experiment: bn(2), score: 'test' },
      { experiment: bn(2), score: 'validation' },
      { experiment: gnWs(2), score: 'test' },
    ],
  },
  {
    id: 'seeds',
    title: 'One seed a cell',
    said: 'At batch 64 and 128 the methods are 0.03 to 0.33 points apart.',
    found:
      'Each figure is from one run, and another seed alone moves an accuracy. Without repeats nobody can tell a difference from luck.',
    look: 'How far seeds scatter:',
    comparison: [
      { ...bn(128), repeats: 3 },
      { ...gnWs(128), repeats: 3 },
    ],
    measured: tested(bn(64), gnWs(64), bn(128), gnWs(128)),
  },
];
