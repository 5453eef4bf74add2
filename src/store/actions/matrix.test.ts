import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { DEFAULT_MATRIX, matrixTitle, type Side, valueKey } from '../../spec/matrix.ts';
import type { OwnCheckpoints } from '../../storage/archive.ts';
import { fakeClient } from '../../testing/fakeClient.ts';
import { matrixRows, planTable } from '../cells.ts';
import { presetOf } from '../selectors.ts';
import { createPlayground } from '../store.ts';
import { verdictOfPage } from '../verdict.ts';

function openPlayground(read: OwnCheckpoints['read'] = async () => undefined) {
  const client = fakeClient();
  const checkpoints = { read, checkpoint: () => undefined };
  const { store, actions } = createPlayground(client, { checkpoints });
  return { client, actions, state: store.getState };
}

describe('the table of two settings', () => {
  it('trains every cell once under each seed, those that are there already left out', () => {
    const { actions, state } = openPlayground();
    actions.restore([{ ...DEFAULT_EXPERIMENT, repeats: 2 }], DEFAULT_MATRIX, []);
    actions.train();
    actions.fillMatrix();
    expect(state().runs).toHaveLength(12);
    expect(
      new Set(state().runs.map(({ experiment: { norm, batch, seed } }) => `${norm} ${batch} ${seed}`)).size,
    ).toBe(12);
    expect(state().turns).toBe('queue');
  });

  it('gains and loses rows and columns, never the last', () => {
    const { actions, state } = openPlayground();
    const there = (side: Side) => state().matrix[side].values.map(valueKey);
    actions.toggleValue('columns', { batch: 8 });
    expect(there('columns')).toEqual(['2', '8', '64', '128']);
    for (const batch of [2, 8, 64, 128]) actions.toggleValue('columns', { batch });
    expect(there('columns')).toEqual(['128']);
    for (const method of DEFAULT_MATRIX.rows.values) actions.toggleValue('rows', method);
    expect(there('rows')).toHaveLength(1);
    actions.toggleValue('rows', { norm: 'layer', weights: 'plain' });
    expect(there('rows')).toEqual(['group:standardized', 'layer:plain']);
  });

  it('holds any two settings against each other, and never one against itself', () => {
    const { actions, state } = openPlayground();
    actions.setAxis('columns', 'lr');
    actions.setAxis('rows', 'batch');
    expect(matrixTitle(state().matrix)).toBe('Batch size × learning rate');
    actions.fillMatrix();
    expect(state().runs).toHaveLength(3 * 7);
    expect(state().runs.at(-1)?.experiment).toMatchObject({ batch: 128, lr: 0.1, norm: 'group' });
    actions.setAxis('columns', 'batch');
    expect(matrixTitle(state().matrix)).toBe('Norm × batch size');
    actions.setAxis('columns', 'weights');
    expect(matrixTitle(state().matrix)).toBe('Batch size × weights');
    actions.setAxis('rows', 'norm');
    expect(matrixTitle(state().matrix)).toBe('Normalization × weights');
  });

  it('trains a cell once, where a setting does nothing to a norm', () => {
    const { actions, state } = openPlayground();
    actions.setAxis('columns', 'groups');
    actions.fillMatrix();
    // Seven numbers of groups for group norm, none for batch norm.
    expect(state().runs.map(({ experiment }) => experiment.norm)).toEqual([
      'batch',
      ...Array<string>(7).fill('group'),
    ]);
  });

  it('opens with the original study, on either budget', () => {
    const { actions, state } = openPlayground();
    actions.choosePreset('study');
    expect(state()).toMatchObject({ tab: 'matrix', matrix: DEFAULT_MATRIX });
    expect(state().comparison).toHaveLength(6);
    actions.setBudget('full');
    expect(state().comparison[0]).toMatchObject({ images: 50_000, epochs: 10 });
    expect(presetOf(state())?.id).toBe('study');
  });
});

it('gives a method one colour, each of its cells a dash of its own, and the seeds of a cell the same', () => {
  const { actions, state } = openPlayground();
  actions.restore([{ ...DEFAULT_EXPERIMENT, repeats: 3 }], DEFAULT_MATRIX, []);
  actions.fillMatrix();
  expect(state().runs.map(({ colour }) => colour)).toEqual([1, 9, 17, 0, 8, 16].flatMap((n) => [n, n, n]));
});

describe('a search for the learning rate', () => {
  const RATES = [0.001, 0.01, 0.1];
  /** Group norm at one batch size, two seeds. */
  async function search() {
    const playground = openPlayground();
    const { actions, client, state } = playground;
    const matrix = {
      rows: { setting: 'method', values: [{ norm: 'group', weights: 'plain' }] },
      columns: { setting: 'batch', values: [{ batch: 8 }] },
      rates: RATES,
    } as const;
    actions.restore([{ ...DEFAULT_EXPERIMENT, repeats: 2 }], matrix, []);
    await actions.fillMatrix();
    const end = (run: string, val_acc: number | undefined): void => {
      if (val_acc === undefined) {
        client.emit({ kind: 'ended', run, outcome: { kind: 'diverged', step: 3, message: 'NaN' } });
        return;
      }
      const result = { epoch: 1, images: 10, loss: 1, acc: 0.5, val_loss: 1, val_acc };
      client.emit({ kind: 'epoch', run, result });
      client.emit({ kind: 'ended', run, outcome: { kind: 'finished', test: { loss: 1, acc: 0.9 } } });
    };
    const told = () => state().runs.map(({ experiment: { lr, seed } }) => `${lr} ${seed}`);
    return { ...playground, end, told };
  }

  it('tries each rate under the first seed, then trains the other seeds at the best by itself', async () => {
    const { end, told, state } = await search();
    expect(told()).toEqual(['0.001 1', '0.01 1', '0.1 1']);
    end('run-1', 0.5);
    end('run-2', 0.8);
    expect(told()).toHaveLength(3);
    expect(state().filling).toBe(true);
    end('run-3', undefined);
    expect(told()).toEqual(['0.001 1', '0.01 1', '0.1 1', '0.01 2']);
    expect(state().filling).toBe(false);
    expect(state().runs.map(({ visible }) => visible)).toEqual([false, true, false, true]);
    end('run-4', 0.7);
    const cell = matrixRows(state())[0]?.cells[0];
    expect(cell?.search).toMatchObject({ chosen: 0.01 });
    expect(cell?.runs.map(({ id }) => id)).toEqual(['run-2', 'run-4']);
    expect(cell?.accuracies).toEqual([0.9, 0.9]);
    expect(planTable(state())).toMatchObject({ searches: false, later: 0 });
  });

  it('goes on by itself, too, where all that is left to try was interrupted', async () => {
    const { state } = await search();
    const interrupted = state().runs.map((run) => ({
      ...run,
      ...({ id: `old-${run.id}`, status: { kind: 'interrupted' }, kept: { step: 1, images: 8 } } as const),
    }));
    const parameters = new Map<string, Float32Array>();
    const sums = { images: 0, lossSum: 0, correct: 0 };
    const checkpoint = {
      ...{ step: 1, history: [], points: [], trainedMs: 1, parameters },
      ...{ epochSums: sums, windowSums: sums },
    };
    const next = openPlayground(async () => checkpoint);
    next.actions.restore(state().comparison, state().matrix, []);
    next.actions.restoreRuns(interrupted);
    await next.actions.fillMatrix();
    expect(next.state().runs.map(({ status }) => status.kind)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(next.state().filling).toBe(true);
  });

  it('does not go on after a visitor ended it', async () => {
    const { end, told, actions, state } = await search();
    end('run-1', 0.5);
    actions.stop();
    expect(state().filling).toBe(false);
    // They were about to end when they were told to stop.
    for (const run of ['run-2', 'run-3']) end(run, 0.4);
    expect(told()).toHaveLength(3);
  });

  it('says in the verdict which was done', async () => {
    const { end, state, actions } = await search();
    const details = () => verdictOfPage(state())?.details.at(-1);
    ['run-1', 'run-2', 'run-3'].forEach((run, i) => void end(run, 0.1 * i));
    end('run-4', 0.5);
    expect(details()).toBeUndefined();
    actions.restore([{ ...DEFAULT_EXPERIMENT, repeats: 3 }], { ...DEFAULT_MATRIX, rates: RATES }, []);
    actions.toggleValue('columns', { batch: 64 });
    actions.toggleValue('columns', { batch: 128 });
    await actions.fillMatrix();
    const active = () => state().runs.filter(({ status }) => status.kind === 'waiting');
    while (active().length > 0) for (const { id } of active()) end(id, 0.5);
    expect(details()).toContain('Each at the learning rate that did best on the validation images');
  });
});
