import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun, type RunRecord } from '../../../store/run.ts';
import { runMenu } from './runMenu.ts';

const run = (id: string, part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, DEFAULT_EXPERIMENT, 0, id),
  ...part,
});
const did: string[] = [];
const actions = {
  move: (id: string, places: number) => did.push(`move ${id} ${places}`),
  skip: (id: string) => did.push(`skip ${id}`),
  cancel: (id: string) => did.push(`cancel ${id}`),
  rerun: (id: string) => did.push(`rerun ${id}`),
  open: (what: string) => did.push(`open ${what}`),
  load: () => did.push('load'),
  look: () => did.push('look'),
  remove: () => did.push('remove'),
  pinning: undefined,
};
const menu = (runs: readonly RunRecord[], id: string) => runMenu({ runs, turns: 'queue' }, id, actions);
const names = (runs: readonly RunRecord[], id: string) => menu(runs, id).map(({ name }) => name);
const LOAD = 'Load settings into the form';
const ALWAYS = ['Rename', 'Add notes …', 'Export …', 'Delete'];

describe('runMenu', () => {
  it('offers a waiting run its moves, in both directions where there are two', () => {
    const runs = [run('A', { status: { kind: 'training' } }), run('B'), run('C')];
    const skip = 'Skip: to the end of the line';
    expect(names(runs, 'B')).toEqual([
      ...['Move up', 'Move down', skip, 'Cancel', 'Re-run from the start', 'Look inside', LOAD, ...ALWAYS],
    ]);
    expect(names(runs, 'C')).toEqual([
      ...['Move up', 'Cancel', 'Re-run from the start', 'Look inside', LOAD, ...ALWAYS],
    ]);
    for (const item of menu(runs, 'B').slice(0, 4)) item.onChoose();
    expect(did).toEqual(['move B -1', 'move B 1', 'skip B', 'cancel B']);
  });

  it('offers a fork of what has weights, and the start again of what could go on', () => {
    const finished = run('A', {
      status: { kind: 'finished', test: { loss: 1, acc: 1 } },
      kept: { step: 1, images: 2 },
      notes: 'a note',
    });
    expect(names([finished], 'A')).toEqual([
      ...['Look inside', LOAD, 'Fork …', 'Rename', 'Edit notes …', 'Export …', 'Delete'],
    ]);
    const stopped = run('A', { status: { kind: 'stopped' }, kept: { step: 1, images: 2 } });
    expect(names([stopped], 'A')).toEqual([
      ...['Re-run from the start', 'Look inside', LOAD, 'Fork …', ...ALWAYS],
    ]);
    expect(names([run('A', { status: { kind: 'stopped' }, origin: 'link' })], 'A')).toEqual([
      LOAD,
      ...ALWAYS,
    ]);
    expect(names([], 'A')).toEqual([]);
  });
});
