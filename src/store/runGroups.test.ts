import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { newRun, type RunRecord } from './run.ts';
import { describeShown, groupRuns, runGroupName } from './runGroups.ts';

const run = (id: string, settings: Partial<Experiment>, part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, { ...DEFAULT_EXPERIMENT, ...settings }, 0, id),
  ...part,
});
const BN = { norm: 'batch', weights: 'plain' } as const;

const ids = (runs: readonly RunRecord[]) =>
  [...groupRuns(runs).values()].map((group) => group.map(({ id }) => id));

describe('groupRuns', () => {
  it('puts seeds together, wherever they stand and run, in the order of first runs', () => {
    const runs = [
      run('a', {}),
      run('b', BN),
      run('c', { seed: 2, engine: 'wasm', repeats: 3 }),
      run('d', { ...BN, batch: 64 }),
    ];
    expect(ids(runs)).toEqual([['a', 'c'], ['b'], ['d']]);
  });

  it('keeps forks apart from runs that had these settings from the start', () => {
    const fork = { parent: 'a', experiment: DEFAULT_EXPERIMENT, step: 100, images: 200 };
    const runs = [
      run('a', { batch: 64 }),
      run('b', { batch: 64, seed: 2 }, { fork }),
      run('c', { batch: 64, seed: 3 }, { fork: { ...fork, experiment: { ...DEFAULT_EXPERIMENT, seed: 3 } } }),
      run('d', { batch: 64, seed: 4 }, { fork: { ...fork, images: 400 } }),
    ];
    expect(ids(runs)).toEqual([['a'], ['b', 'c'], ['d']]);
  });
});

describe('runGroupName', () => {
  it('says the method and what sets it apart, without the seed', () => {
    const runs = [run('a', { ...BN, batch: 64 }), run('b', { ...BN, seed: 2 })] as const;
    expect(runGroupName(runs[0], runs)).toBe('BN · batch 64');
  });
});

describe('describeShown', () => {
  it('names what the runs in the charts differ in', () => {
    const runs = [run('a', {}), run('b', { ...BN, seed: 2 }), run('c', { batch: 64 }, { visible: false })];
    expect(describeShown(runs)).toBe('The 2 runs shown differ only in normalization, weights and seed.');
    expect(describeShown([run('a', {}), run('b', { engine: 'wasm' })])).toBe(
      'The 2 runs shown have the same settings.',
    );
    expect(describeShown([run('a', {})])).toBe('');
  });
});
