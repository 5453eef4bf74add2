import { describe, expect, it } from 'vitest';
import { cautionsOf } from '../../report/cautions.ts';
import { runJson } from '../../report/json.ts';
import { readRunFile } from '../../results/readRunFile.ts';
import type { RunResult } from '../../results/runFile.ts';
import { decodeResults, encodeResults } from '../../share/results.ts';
import { SYNTHETIC } from '../../spec/dataSets.ts';
import { fakeClient } from '../../testing/fakeClient.ts';
import { resultOf } from '../run.ts';
import { dataFallback } from '../selectors.ts';
import { createPlayground } from '../store.ts';

function finishedPlayground() {
  const client = fakeClient();
  const { store, actions } = createPlayground(client);
  actions.train();
  for (const { id } of store.getState().runs) {
    const points = [{ images: 2, step: 1, ms: 3, loss: 2, acc: 0.5 }];
    const progress = {
      phase: { kind: 'training' },
      step: 1,
      totalSteps: 1,
      epoch: 1,
      images: 2,
      totalImages: 2,
      imagesPerSecond: 9,
      secondsLeft: 0,
    } as const;
    client.emit({ kind: 'progress', run: id, progress, points });
    client.emit({ kind: 'ended', run: id, outcome: { kind: 'finished', test: { loss: 0.5, acc: 0.8 } } });
  }
  return { client, actions, state: store.getState };
}

describe('results from elsewhere', () => {
  it('come back as they were exported, once however often they are dropped, and are no runs of this page', () => {
    const { actions, state } = finishedPlayground();
    const results = state().runs.map(resultOf);
    const other = createPlayground(fakeClient());
    other.actions.addResults(results, 'file');
    other.actions.addResults(results, 'file');
    const { runs } = other.store.getState();
    expect(runs.map(resultOf)).toEqual(results);
    expect(runs.map(({ origin, colour }) => [origin, colour])).toEqual([
      ['file', 0],
      ['file', 1],
    ]);
    actions.addResults(results, 'file');
    expect(state().runs).toHaveLength(2);
  });

  it('of a link are not hidden by what was looked for before', () => {
    const { state } = finishedPlayground();
    const { store, actions } = createPlayground(fakeClient());
    actions.setTable({ text: 'batch 512' });
    actions.addResults(state().runs.map(resultOf), 'file');
    expect(store.getState().table.text).toBe('batch 512');
    actions.addResults(state().runs.map(resultOf), 'link');
    expect(store.getState().table.text).toBe('');
  });

  it('are trained here beside what came', () => {
    const { state } = finishedPlayground();
    const client = fakeClient();
    const { store, actions } = createPlayground(client);
    actions.addResults(state().runs.map(resultOf), 'link');
    actions.rerun('run-1');
    actions.rerun('run-1');
    expect(store.getState().runs.map(({ origin }) => origin)).toEqual(['link', 'link', 'here']);
    actions.train();
    expect(store.getState().runs.map(({ origin }) => origin)).toEqual(['link', 'link', 'here', 'here']);
  });
});

describe('clearing', () => {
  it('takes everything away, and brings it back in its order', () => {
    const { actions, state } = finishedPlayground();
    const before = state().runs;
    actions.clearRuns();
    expect(state().runs).toEqual([]);
    expect(state().notices.at(-1)).toMatchObject({ message: 'Deleted 2 runs.', undo: true });
    actions.undoRemoval(state().notices.at(-1)?.id ?? 0);
    expect(state().runs).toEqual(before);
  });
});

it('keeps notes as written, up to a limit', () => {
  const { actions, state } = finishedPlayground();
  actions.setNotes('run-1', ' looks noisy ');
  expect(state().runs[0]?.notes).toBe(' looks noisy ');
  actions.setNotes('run-1', 'x'.repeat(20_000));
  expect(state().runs[0]?.notes).toHaveLength(10_000);
});

it('exports a run with the data that it was trained on, where that is not what was asked for', () => {
  const { client, actions, state } = finishedPlayground();
  actions.rerun('run-1');
  client.emit({ kind: 'data', run: 'run-3', data: { spec: SYNTHETIC, why: 'no manifest' } });
  expect(state().runs.map((run) => resultOf(run).experiment.data)).toEqual(['synthetic', 'fashion-mnist']);
});

function throughFile(run: RunResult): readonly RunResult[] {
  const read = readRunFile(JSON.parse(runJson(run)));
  return 'results' in read ? read.results : [];
}
const throughLink = (run: RunResult): readonly RunResult[] =>
  decodeResults(encodeResults([run]).text).runs ?? [];

it.each([
  ['file', throughFile],
  ['link', throughLink],
] as const)('knows why a run was on other data after its way through a %s', (from, sent) => {
  const why = 'data/manifest.json could not be loaded: the server answered 404 (no such file).';
  const { client, actions, state } = finishedPlayground();
  actions.rerun('run-1');
  client.emit({ kind: 'data', run: 'run-3', data: { spec: SYNTHETIC, why } });
  const fellBack = state()
    .runs.map(resultOf)
    .find(({ data }) => data);
  if (!fellBack) throw new Error('it fell back');
  const elsewhere = createPlayground(fakeClient());
  elsewhere.actions.addResults(sent(fellBack), from);
  const come = elsewhere.store.getState();
  expect(dataFallback(come)).toEqual({ spec: SYNTHETIC, why });
  expect(come.runs.map(({ name }) => name)).toEqual([fellBack.name]);
  expect(cautionsOf(come.runs.map(resultOf))[0]).toContain(why);
  // A file of a version that did not say: no reason is made up.
  const { data: _, ...untold } = fellBack;
  elsewhere.actions.clearRuns();
  elsewhere.actions.addResults(sent(untold), from);
  expect(elsewhere.store.getState().runs).toHaveLength(1);
  expect(dataFallback(elsewhere.store.getState())).toBeUndefined();
});
