import { describe, expect, it } from 'vitest';
import { SYNTHETIC } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { CurveRun } from './curveRun.ts';
import { linesOf } from './lines.ts';

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
