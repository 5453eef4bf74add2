import { describe, expect, it } from 'vitest';
import { SYNTHETIC } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { CurveRun } from './curveRun.ts';
import { latestOf, linesOf } from './lines.ts';

const run = (id: string, part: Partial<Experiment>, more: Partial<CurveRun> = {}): CurveRun => ({
  id,
  name: `GN · seed ${part.seed ?? 1}`,
  colour: 0,
  visible: true,
  active: false,
  experiment: { ...DEFAULT_EXPERIMENT, ...part },
  points: [],
  history: [],
  ...more,
});
const idsOf = (runs: readonly CurveRun[]) =>
  linesOf(runs, 'deviation').map((line) => line.runs.map(({ id }) => id));

describe('linesOf', () => {
  const seeds = [run('a', { seed: 1 }), run('b', { seed: 2, engine: 'wasm', repeats: 3 })];

  it('puts runs together that differ in seed, repeats and engine alone', () => {
    expect(idsOf([...seeds, run('c', { seed: 3, batch: 64 })])).toEqual([['a', 'b'], ['c']]);
    expect(linesOf(seeds, 'deviation')[0]?.name).toBe('GN · 2 seeds');
    expect(linesOf(seeds, 'lines').map(({ name }) => name)).toEqual(['GN · seed 1', 'GN · seed 2']);
  });

  it('does not take one seed trained twice for two', () => {
    expect(idsOf([...seeds, run('c', { seed: 1 })])).toEqual([['a', 'b'], ['c']]);
  });

  it('keeps forks, and runs on other data than asked for, apart', () => {
    const fork = { parent: 'GN', experiment: { ...DEFAULT_EXPERIMENT, batch: 64 }, step: 10, images: 640 };
    expect(idsOf([...seeds, run('f', { seed: 3 }, { fork }), run('g', { seed: 4 }, { fork })])).toEqual([
      ['a', 'b'],
      ['f', 'g'],
    ]);
    expect(idsOf([...seeds, run('s', { seed: 3 }, { data: { spec: SYNTHETIC } })])).toEqual([
      ['a', 'b'],
      ['s'],
    ]);
  });
});

const seedRun = (seed: number, images: number, loss: number, epochs: number): CurveRun => ({
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
    expect(say(seedRun(1, 6000, 0.5, 1))).toEqual([
      'BN · seed 1: training loss 0.500 after 6,000 images, validation loss 0.500 after epoch 1.',
    ]);
    expect(say(seedRun(1, 600, 0.5, 0))).toEqual(['BN · seed 1: training loss 0.500 after 600 images.']);
  });

  it('says accuracy in percent', () => {
    const [line] = linesOf([seedRun(1, 6000, 0.5, 1)], 'range');
    expect(line && latestOf(line, 'acc', 'accuracy')).toBe(
      'BN · seed 1: training accuracy 50.0 % after 6,000 images, validation accuracy 50.0 % after epoch 1.',
    );
  });

  it('writes what exploded shortly', () => {
    expect(say(seedRun(1, 600, 1.234e9, 0))).toEqual(['BN · seed 1: training loss 1.2e+9 after 600 images.']);
  });

  it('says the means of several seeds, of the last epoch that all have', () => {
    expect(say(seedRun(1, 12_000, 0.5, 2), seedRun(2, 7000, 0.7, 1))).toEqual([
      'BN · 2 seeds, mean: training loss 0.600 after 7,000 to 12,000 images, validation loss 0.600 after epoch 1.',
    ]);
  });
});
