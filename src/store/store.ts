/** The store: the state, its actions, and the worker's events flowing into it through applyEvent. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunId, TrainingClient } from '../worker/protocol.ts';
import { type Actions, createActions } from './actions.ts';
import { applyEvent } from './applyEvent.ts';
import { INITIAL_STATE, type PageState } from './state.ts';

export interface Playground {
  readonly store: StoreApi<PageState>;
  readonly actions: Actions;
}

/** @param initial what differs from a first visit: a link's comparison, the remembered theme */
export function createPlayground(client: TrainingClient, initial: Partial<PageState> = {}): Playground {
  const store = createStore<PageState>(() => ({ ...INITIAL_STATE, ...initial }));
  let runs = 0;
  const newRunId = (): RunId => `run-${++runs}`;
  client.onEvent((event) => store.setState((state) => applyEvent(state, event)));
  return {
    store,
    actions: createActions({
      get: store.getState,
      set: (change) => store.setState(change),
      client,
      newRunId,
    }),
  };
}
