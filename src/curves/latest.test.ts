import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { CurveRun } from './curveRun.ts';
import { latestOf } from './latest.ts';
import { linesOf } from './lines.ts';

const run = (seed: number, images: number, loss: number, epochs: number): CurveRun => ({
  id: `${seed}`,
  name: `BN · seed ${seed}`,
  colour: 0,
  visible: true,
  active: false,
  experiment: { ...DEFAULT_EXPERIMENT, seed },
  points: [{ images, step: images, ms: images, loss, acc: 0.5 }],
  history: Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    images: 6000 * (i + 1),
    loss,
    acc: 0.5,
    val_loss: loss + i,
    val_acc: 0.5,
  })),
});
const say = (...runs: CurveRun[]) => linesOf(runs, 'range').map((line) => latestOf(line, 'loss', 'loss'));

describe('latestOf', () => {
  it('says where a run is', () => {
    expect(say(run(1, 6000, 0.5, 1))).toEqual([
      'BN · seed 1: training loss 0.500 after 6,000 images, validation loss 0.500 after epoch 1.',
    ]);
    expect(say(run(1, 600, 0.5, 0))).toEqual(['BN · seed 1: training loss 0.500 after 600 images.']);
  });

  it('says accuracy in percent', () => {
    const [line] = linesOf([run(1, 6000, 0.5, 1)], 'range');
    expect(line && latestOf(line, 'acc', 'accuracy')).toBe(
      'BN · seed 1: training accuracy 50.0 % after 6,000 images, validation accuracy 50.0 % after epoch 1.',
    );
  });

  it('writes what exploded shortly', () => {
    expect(say(run(1, 600, 1.234e9, 0))).toEqual(['BN · seed 1: training loss 1.2e+9 after 600 images.']);
  });

  it('says the means of several seeds, of the last epoch that all have', () => {
    expect(say(run(1, 12_000, 0.5, 2), run(2, 7000, 0.7, 1))).toEqual([
      'BN · 2 seeds, mean: training loss 0.600 after 7,000 to 12,000 images, validation loss 0.600 after epoch 1.',
    ]);
  });
});
