import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { DEFAULT_MATRIX, matrixTitle, type Side, valueKey } from '../../spec/matrix.ts';
import { fakeClient } from '../../testing/fakeClient.ts';
import { presetOf } from '../selectors.ts';
import { createPlayground } from '../store.ts';

function openPlayground() {
  const { store, actions } = createPlayground(fakeClient());
  return { actions, state: store.getState };
}

const BN = { norm: 'batch', weights: 'plain' } as const;

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

  it('shows the curves of the cell that was opened', () => {
    const { actions, state } = openPlayground();
    actions.fillMatrix();
    const [base] = state().comparison;
    actions.openCell({ ...base, ...BN, batch: 64 });
    expect(state().runs.flatMap(({ visible, name }) => (visible ? [name] : []))).toEqual([
      'BN · batch 64 · seed 1',
    ]);
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
