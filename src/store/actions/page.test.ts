import { describe, expect, it } from 'vitest';
import { fakeClient } from '../../testing/fakeClient.ts';
import { createPlayground } from '../store.ts';

const open = () => {
  const { store, actions } = createPlayground(fakeClient());
  return { actions, state: store.getState };
};

describe('setView and setZoom', () => {
  it('change what is given, and end a zoom with its axis', () => {
    const { actions, state } = open();
    const before = state().view;
    actions.setZoom({ from: 10, to: 20 });
    actions.setView({ smoothing: 0, x: before.x });
    expect(state()).toMatchObject({ view: { ...before, smoothing: 0 }, zoom: { from: 10, to: 20 } });
    actions.setView({ x: 'epochs' });
    expect(state().zoom).toBeUndefined();
  });
});

describe('solo and setRunsVisible', () => {
  it('show these runs alone, and all again', () => {
    const { actions, state } = open();
    actions.train();
    const visible = () => state().runs.map((run) => run.visible);
    actions.solo(['run-2']);
    expect(visible()).toEqual([false, true]);
    actions.setRunsVisible(['run-1', 'run-2'], true);
    expect(visible()).toEqual([true, true]);
    actions.setRunsVisible(['run-1'], false);
    expect(visible()).toEqual([false, true]);
  });
});
