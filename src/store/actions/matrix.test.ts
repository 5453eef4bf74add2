import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { DEFAULT_MATRIX } from '../../spec/matrix.ts';
import { fakeClient } from '../../testing/fakeClient.ts';
import { presetOf } from '../selectors.ts';
import { createPlayground } from '../store.ts';

function openPlayground() {
  const { store, actions } = createPlayground(fakeClient());
  return { actions, state: store.getState };
}

const BN = { norm: 'batch', weights: 'plain' } as const;

describe('the table Norm × batch size', () => {
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
    actions.openCell(BN, 64);
    expect(state().runs.flatMap(({ visible, name }) => (visible ? [name] : []))).toEqual([
      'BN · batch 64 · seed 1',
    ]);
  });

  it('gains and loses rows and columns, never the last', () => {
    const { actions, state } = openPlayground();
    actions.toggleBatch(8);
    expect(state().matrix.batches).toEqual([2, 8, 64, 128]);
    for (const batch of [2, 8, 64, 128]) actions.toggleBatch(batch);
    expect(state().matrix.batches).toEqual([128]);
    for (const method of DEFAULT_MATRIX.methods) actions.toggleMethod(method);
    expect(state().matrix.methods).toHaveLength(1);
    actions.toggleMethod({ norm: 'layer', weights: 'plain' });
    expect(state().matrix.methods).toHaveLength(2);
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
