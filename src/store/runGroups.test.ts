import { describe, expect, it } from 'vitest';
import { linesOf } from '../curves/lines.ts';
import { groupRuns as resultGroups } from '../results/groups.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { matrixRows } from './cells.ts';
import { newRun, type RunRecord, resultOf } from './run.ts';
import { countedRuns, describeShown, groupRuns, runGroupNamer } from './runGroups.ts';
import { INITIAL_STATE } from './state.ts';

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

describe('an experiment and seed', () => {
  const tested = (acc: number): Partial<RunRecord> => ({
    status: { kind: 'finished', test: { loss: 1, acc } },
    // So that statistics have settled.
    points: [{ images: 6000, step: 3000, ms: 1, loss: 1, acc }],
  });
  const GN = { norm: 'group', weights: 'standardized', batch: 2 } as const;
  const file = { origin: 'file' } as const;
  const fallen = { data: { spec: SYNTHETIC, why: 'no manifest' } };
  const runs = [
    run('cut', GN, { status: { kind: 'stopped' } }),
    run('a', GN, tested(0.5)),
    run('copy 1', GN, { ...tested(0.5), ...file }),
    run('copy 2', { ...GN, engine: 'wasm' }, { ...tested(0.5), ...file }),
    run('b', { ...GN, seed: 2 }, tested(0.7)),
    run('fallen', { ...GN, seed: 3 }, { ...tested(0.1), ...fallen }),
    run(
      'fallen, from a file',
      { ...GN, seed: 3, data: SYNTHETIC.id },
      { ...tested(0.1), ...fallen, ...file },
    ),
  ];

  it('are one observation in the table, in bands, in the matrix and in a verdict', () => {
    const names = (some: readonly RunRecord[]) => some.map(({ id }) => id);
    expect([...groupRuns(runs).values()].map((group) => names(countedRuns(group)))).toEqual([
      ['a', 'b'],
      ['fallen'],
    ]);
    const [line, ...others] = linesOf(
      runs.map((each) => ({ ...each, active: false })),
      'deviation',
    );
    expect(names(line?.runs ?? [])).toEqual(['a', 'b']);
    expect(others.map((other) => other.runs.length)).toEqual([1, 1, 1, 1, 1]);
    const cells = matrixRows({ ...INITIAL_STATE, comparison: [DEFAULT_EXPERIMENT], runs }).flatMap(
      (row) => row.cells,
    );
    const cell = cells.find(({ id }) => id === 'group:standardized 2');
    expect(cell?.accuracies).toEqual([0.5, 0.7]);
    expect(cell?.unfinished.stopped).toBe(0);
    expect(resultGroups(runs.map(resultOf)).map(({ accuracies }) => accuracies)).toEqual([[0.5, 0.7], [0.1]]);
  });
});

describe('runGroupNamer', () => {
  it('says the method and what sets it apart, without the seed', () => {
    const runs = [run('a', { ...BN, batch: 64 }), run('b', { ...BN, seed: 2 })] as const;
    expect(runGroupNamer(runs)(runs[0])).toBe('BN · batch 64');
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
