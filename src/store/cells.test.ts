import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { accuracyRange, matrixRows } from './cells.ts';
import { newRun, type RunRecord } from './run.ts';
import { INITIAL_STATE } from './state.ts';

const BN = { norm: 'batch', weights: 'plain', batch: 2 } as const;
const run = (id: string, settings: Partial<Experiment>, part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, { ...DEFAULT_EXPERIMENT, ...settings }, 0, id),
  ...part,
});
const finished = (acc: number) => ({ status: { kind: 'finished', test: { loss: 1, acc } } }) as const;
const training = (images: number): Partial<RunRecord> => ({
  status: { kind: 'training' },
  progress: {
    ...{ phase: { kind: 'training' }, step: 1, totalSteps: 9, epoch: 2, images, totalImages: 100 },
    ...{ imagesPerSecond: 0, secondsLeft: undefined },
  },
});
const rows = (runs: readonly RunRecord[], paused = false) =>
  matrixRows({ ...INITIAL_STATE, comparison: [DEFAULT_EXPERIMENT], runs, paused });
/** BN at batch 2. */
const first = (runs: readonly RunRecord[], paused = false) => {
  const cell = rows(runs, paused)[0]?.cells[0];
  if (!cell) throw new Error('the table has no cells');
  return cell;
};

describe('matrixRows', () => {
  it('has a cell for each method and batch size, otherwise as in the form', () => {
    const cells = rows([]).flatMap((row) => row.cells);
    expect(cells.map(({ id }) => id)).toEqual([
      ...['batch:plain 2', 'batch:plain 64', 'batch:plain 128'],
      ...['group:standardized 2', 'group:standardized 64', 'group:standardized 128'],
    ]);
    expect(cells[5]?.experiment).toEqual({ ...DEFAULT_EXPERIMENT, batch: 128 });
  });

  it('takes one accuracy a seed, of runs that finished, and no forks', () => {
    const fork = { parent: 'a', experiment: DEFAULT_EXPERIMENT, step: 1, images: 2 };
    const cell = first([
      run('a', BN, finished(0.6)),
      run('b', { ...BN, seed: 2, engine: 'wasm' }, finished(0.7)),
      run('c', { ...BN, seed: 2 }, { ...finished(0.7), origin: 'file' }),
      run('d', { ...BN, seed: 3 }, { status: { kind: 'diverged', step: 3, message: '' } }),
      run('e', { ...BN, seed: 4 }, { status: { kind: 'stopped' } }),
      run('f', { ...BN, seed: 5 }, { ...finished(0.9), fork }),
      run('g', { ...BN, batch: 64 }, finished(0.9)),
    ]);
    expect(cell.accuracies).toEqual([0.6, 0.7]);
    expect([cell.diverged, cell.unfinished.stopped, cell.underWay]).toEqual([1, 1, undefined]);
  });

  it('says how far runs are', () => {
    const runs = [run('a', BN, training(50)), run('b', { ...BN, seed: 2 })];
    expect(first(runs).underWay).toEqual({ runs: 2, done: 0.25, words: 'epoch 2 of 3' });
    expect(first(runs, true).underWay?.words).toBe('paused');
    expect(first([run('b', BN)]).underWay).toEqual({ runs: 1, done: 0, words: 'queued' });
    expect(first([run('b', BN, { held: true })]).underWay?.words).toBe('paused');
    const compiling = { status: { kind: 'waiting', for: 'engine' } } as const;
    expect(first([run('b', BN, compiling)]).underWay?.words).toBe('starting');
  });

  it('counts all that search its learning rate', () => {
    const matrix = { ...INITIAL_STATE.matrix, rates: [0.001, 0.01] };
    const trials = [run('a', { ...BN, lr: 0.001 }, finished(0.5)), run('b', { ...BN, lr: 0.01 })];
    const state = { ...INITIAL_STATE, matrix, comparison: [DEFAULT_EXPERIMENT] as const, runs: trials };
    const cell = matrixRows(state)[0]?.cells[0];
    expect(cell?.runs.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(cell?.underWay?.runs).toBe(1);
  });

  it('is open where the charts show its runs only', () => {
    const other = run('b', { ...BN, batch: 64 });
    expect(first([run('a', BN), { ...other, visible: false }]).open).toBe(true);
    expect(first([run('a', BN), other]).open).toBe(false);
    expect(first([run('a', BN)]).open).toBe(false);
  });
});

describe('accuracyRange', () => {
  it('spans the means', () => {
    expect(accuracyRange(rows([run('a', BN)]))).toBeUndefined();
    const status = { kind: 'finished', test: { loss: 1, acc: 0.2 } } as const;
    const recalibrated = { ...status, recalibrated: { test: { loss: 1, acc: 0.9 }, images: 1000 } };
    const runs = [
      run('a', BN, finished(0.5)),
      run('b', { ...BN, seed: 2 }, finished(0.7)),
      run('c', { ...BN, batch: 64 }, { status: recalibrated }),
    ];
    expect(accuracyRange(rows(runs))).toEqual([0.6, 0.9]);
    // Not judged: its statistics had not settled.
    runs.pop();
    runs.push(run('d', { ...BN, batch: 64 }, { status }));
    expect(accuracyRange(rows(runs))).toEqual([0.6, 0.6]);
    expect(rows(runs)[0]?.cells[1]).toMatchObject({ accuracies: [], raw: [0.2], unsettled: 1 });
  });
});
