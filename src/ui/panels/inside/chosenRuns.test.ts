import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun, type RunRecord } from '../../../store/run.ts';
import type { Inside } from '../../../store/state.ts';
import { chosenRuns, defaultRuns } from './chosenRuns.ts';

const run = (id: string, change: Partial<Experiment>, part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, { ...DEFAULT_EXPERIMENT, ...change }, 0, id),
  ...part,
});
const ids = (runs: readonly RunRecord[]) => defaultRuns(runs).map(({ id }) => id);
const gn2 = run('gn2', { norm: 'group', batch: 2 });
const gn64 = run('gn64', { norm: 'group', batch: 64 });
const bn2 = run('bn2', { norm: 'batch', batch: 2, weights: 'plain' });
const bn64 = run('bn64', { norm: 'batch', batch: 64, weights: 'plain' });
const ended = { status: { kind: 'stopped' } } as const;

describe('defaultRuns', () => {
  it('takes batch norm and another norm at the same batch size, in the order of the table', () => {
    expect(ids([gn64, gn2, bn2, bn64])).toEqual(['gn2', 'bn2']);
    expect(ids([bn64, gn2, gn64])).toEqual(['bn64', 'gn64']);
  });

  it('takes two of different groups where there is no other norm', () => {
    const seed2 = run('seed2', { norm: 'batch', batch: 2, weights: 'plain', seed: 2 });
    expect(ids([bn2, seed2, bn64])).toEqual(['bn2', 'bn64']);
    expect(ids([bn2, seed2])).toEqual(['bn2', 'seed2']);
    expect(ids([gn2])).toEqual(['gn2']);
    expect(ids([])).toEqual([]);
  });

  it('leaves out what the charts hide, unless they hide all', () => {
    const hidden = { ...bn2, visible: false };
    expect(ids([gn2, hidden, gn64])).toEqual(['gn2', 'gn64']);
    expect(ids([{ ...gn2, visible: false }, hidden])).toEqual(['gn2', 'bn2']);
  });

  it('prefers runs that have weights', () => {
    const linked = run('linked', { norm: 'batch', batch: 2 }, { origin: 'link', ...ended });
    const kept = run('kept', { norm: 'batch', batch: 2 }, { kept: { step: 1, images: 2 }, ...ended });
    expect(ids([linked, kept, gn2])).toEqual(['kept', 'gn2']);
  });
});

describe('chosenRuns', () => {
  const runs = [gn2, bn2, gn64];
  const chosen = (...pair: Inside['runs']) => chosenRuns(runs, pair);

  it('follows the visitor, and fills in what is not chosen or gone', () => {
    expect(chosen(undefined, undefined)).toEqual(['gn2', 'bn2']);
    expect(chosen('gn64', 'gn2')).toEqual(['gn64', 'gn2']);
    expect(chosen('gn64', undefined)).toEqual(['gn64', 'bn2']);
    expect(chosen(undefined, 'gn2')).toEqual(['bn2', 'gn2']);
    expect(chosen('gone', 'gn64')).toEqual(['gn2', 'gn64']);
    expect(chosen('gn64', null)).toEqual(['gn64', undefined]);
    expect(chosen('bn2', 'gone')).toEqual(['bn2', 'gn2']);
    expect(chosenRuns([bn2], ['gone', 'bn2'])).toEqual(['bn2', undefined]);
  });

  it('is undefined without runs', () => {
    expect(chosenRuns([], [undefined, undefined])).toBeUndefined();
  });
});
