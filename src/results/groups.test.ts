import { describe, expect, it } from 'vitest';
import { divergedRun, finishedRun } from '../testing/madeUpRuns.ts';
import { describeSpread, groupKey, groupRuns } from './groups.ts';

describe('groupRuns', () => {
  it('puts together what differs in seed, engine and repeats only', () => {
    const groups = groupRuns([
      finishedRun(0.9, { seed: 2, engine: 'wasm' }),
      finishedRun(0.5, { norm: 'batch' }),
      finishedRun(0.8, { seed: 1, repeats: 3 }),
      finishedRun(0.6, { norm: 'batch', seed: 7 }),
      finishedRun(0.7, { batch: 50 }),
    ]);
    expect(groups.map(({ seeds, accuracies }) => [seeds, accuracies])).toEqual([
      [
        [1, 2],
        [0.8, 0.9],
      ],
      [
        [1, 7],
        [0.5, 0.6],
      ],
      [[1], [0.7]],
    ]);
    expect(groups[0]?.experiment.seed).toBe(2);
  });

  it('counts a seed once, by a run that finished', () => {
    const stopped = { ...finishedRun(0), outcome: { kind: 'stopped' } } as const;
    const [group] = groupRuns([stopped, finishedRun(0.8), finishedRun(0.8), divergedRun()]);
    expect(group).toMatchObject({ seeds: [1], accuracies: [0.8], diverged: 0 });
    expect(group?.runs).toHaveLength(1);
  });

  it('counts what diverged, and leaves out what has no end', () => {
    const stopped = { ...finishedRun(0, { seed: 3 }), outcome: { kind: 'stopped' } } as const;
    const [group] = groupRuns([finishedRun(0.8), divergedRun({ seed: 2 }), stopped]);
    expect(group).toMatchObject({ seeds: [1], accuracies: [0.8], diverged: 1 });
    expect(group?.runs).toHaveLength(3);
  });

  it('asks for equal groups and statistics only where the norm has them', () => {
    const key = (settings: object) => groupKey(finishedRun(0, settings));
    expect(key({ norm: 'batch', groups: 4 })).toBe(key({ norm: 'batch', groups: 8 }));
    expect(key({ norm: 'layer', stats: 'moving' })).toBe(key({ norm: 'layer' }));
    expect(key({ norm: 'batch', stats: 'moving' })).not.toBe(key({ norm: 'batch' }));
    expect(key({ norm: 'batch', momentum: 0.9 })).not.toBe(key({ norm: 'batch' }));
    expect(key({ norm: 'group', momentum: 0.9 })).toBe(key({ norm: 'group' }));
    const frozen = { norm: 'batch', stats: 'moving' };
    expect(key({ ...frozen, momentum: 0.9 })).toBe(key(frozen));
    expect(key({ norm: 'batch', eps: 1e-5 })).not.toBe(key({ norm: 'batch' }));
    expect(key({ norm: 'group', eps: 1e-5 })).toBe(key({ norm: 'group' }));
    expect(key({ norm: 'none', eps: 1e-3 })).toBe(key({ norm: 'none' }));
    expect(key({ norm: 'group', groups: 4 })).not.toBe(key({ norm: 'group', groups: 8 }));
  });

  it('keeps forks apart from runs that never left another, and by where they left it', () => {
    const parent = finishedRun(0.5).experiment;
    const fork = (seed: number, step: number) =>
      finishedRun(
        0.8,
        { seed, batch: 50 },
        { fork: { parent: `seed ${seed}`, experiment: { ...parent, seed }, step, images: 100 * step } },
      );
    const groups = groupRuns([fork(1, 2), fork(2, 2), fork(3, 1), finishedRun(0.8, { batch: 50 })]);
    expect(groups.map(({ seeds }) => seeds)).toEqual([[1, 2], [3], [1]]);
    expect(groups.map((group) => group.fork?.step)).toEqual([2, 1, undefined]);
  });
});

describe('describeSpread', () => {
  it.each([
    [[0.864, 0.859, 0.871, 0.866, 0.86], '86.4 ± 0.5 %'],
    [[0.864], '86.4 %'],
    [[], '–'],
    [[0.1, 0.1], '10.0 ± 0.0 %'],
    [[0.9291, 0.9296], '92.94 ± 0.04 %'],
  ])('%j: %s', (accuracies, words) => {
    expect(describeSpread({ accuracies })).toBe(words);
  });
});
