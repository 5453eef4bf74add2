import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { describeValidation } from './validationGap.ts';

/** One epoch of 4,000 images in four windows; training ends at `acc`, validation is `val_acc`. */
function run(acc: number, val_acc: number, settings: Partial<Experiment> = {}) {
  const experiment: Experiment = { ...DEFAULT_EXPERIMENT, images: 4000, batch: 2, epochs: 1, ...settings };
  const points = [0.2, 0.3, 0.4, acc].map((acc, i) => {
    const images = 1000 * (i + 1);
    return { images, step: images / experiment.batch, ms: images, loss: 1, acc };
  });
  const history = [{ epoch: 1, images: 4000, loss: 1, acc: 0.5, val_loss: 1, val_acc }];
  return { experiment, points, history };
}

const BN = { norm: 'batch', weights: 'plain' } as const;
const SMALL = { network: 'small-cnn', groups: 4 } as const;
const DROPOUT = 'dropout switches units off in training only';
const STATISTICS =
  "batch norm trains with each minibatch's own statistics and is validated with moving averages of them";

describe('describeValidation', () => {
  it('gives the causes that hold for a run whose validation lies above', () => {
    expect(describeValidation([run(0.7, 0.8)])).toEqual([
      `Validation of GN(32)+WS lies above its training curve: ${DROPOUT}.`,
    ]);
    expect(describeValidation([run(0.7, 0.8, BN)])).toEqual([
      `Validation of BN lies above its training curve: ${DROPOUT}, and ${STATISTICS}.`,
    ]);
    expect(describeValidation([run(0.7, 0.8, { ...BN, ...SMALL })])).toEqual([
      `Validation of BN lies above its training curve: ${STATISTICS}.`,
    ]);
    expect(describeValidation([run(0.7, 0.8, { ...BN, dropout: 'off' })])[0]).not.toContain('dropout');
  });

  it('says nothing where no cause holds, or validation is not above by what can be seen', () => {
    expect(describeValidation([run(0.7, 0.8, SMALL)])).toEqual([]);
    expect(describeValidation([run(0.7, 0.8, { ...BN, ...SMALL, stats: 'moving' })])).toEqual([]);
    for (const validation of [0.5, 0.7, 0.72, Number.NaN])
      expect(describeValidation([run(0.7, validation, BN)])).toEqual([]);
    expect(describeValidation([{ ...run(0.7, 0.8), history: [] }])).toEqual([]);
    expect(describeValidation([])).toEqual([]);
  });

  it('holds validation against the training just before it, not against the mean of the epoch', () => {
    // The epoch's mean is 0.4.
    expect(describeValidation([run(0.7, 0.6)])).toEqual([]);
  });

  it('says that statistics which have not settled put it where it is', () => {
    // 0.99^32 = 72 %.
    expect(describeValidation([run(0.7, 0.2, { ...BN, batch: 125 })])).toEqual([
      'Validation of BN lies far below its training curve because it is scored with moving statistics that have not settled (72 % of their initial values is left): it says little about what was learned.',
    ]);
    expect(describeValidation([run(0.7, 0.62, { ...BN, batch: 125 })])[0]).toMatch(
      /^Validation of BN lies below its training curve because/,
    );
    expect(describeValidation([run(0.7, 0.8, { ...BN, batch: 125 })])).toEqual([
      'Validation of BN is raw: it is scored with moving statistics that have not settled (72 % of their initial values is left).',
    ]);
    expect(describeValidation([run(0.7, 0.2, { ...BN, batch: 125, momentum: 0.5 })])).toEqual([]);
    // A fork begins with what its parent had left.
    const forked = run(0.7, 0.8, { ...BN, ...SMALL, batch: 125 });
    const { experiment } = forked;
    const fork = { parent: 'BN', experiment, step: 0, images: 0, initialShare: 0.0001 };
    expect(describeValidation([{ ...forked, fork }])).toEqual([
      `Validation of BN lies above its training curve: ${STATISTICS}.`,
    ]);
  });

  it('takes the mean over seeds, and names methods of which the same goes together', () => {
    const seeds = [run(0.7, 0.8, { seed: 1 }), run(0.7, 0.62, { seed: 2 })];
    expect(describeValidation(seeds)).toEqual([]);
    expect(describeValidation([run(0.7, 0.8), run(0.7, 0.8, { weights: 'plain' })])).toEqual([
      `Validation of GN(32)+WS and GN(32) lies above its training curve: ${DROPOUT}.`,
    ]);
  });
});
