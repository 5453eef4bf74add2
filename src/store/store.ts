/** The store: the state, its actions, and the worker's events flowing into it through applyEvent. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Checkpoints } from '../storage/archive.ts';
import type { RunId, TrainingClient } from '../worker/protocol.ts';
import { type Actions, createActions } from './actions/actions.ts';
import { applyEvent } from './applyEvent.ts';
import { INITIAL_STATE, type PageState } from './state.ts';
import { arrangementOf } from './turns.ts';

export interface Playground {
  readonly store: StoreApi<PageState>;
  readonly actions: Actions;
  readonly checkpoints: Checkpoints;
}

export interface PlaygroundOptions {
  /** What differs from a first visit: the remembered theme. */
  readonly initial?: Partial<PageState>;
  readonly checkpoints?: Checkpoints;
  readonly newRunId?: () => RunId;
}

const NO_CHECKPOINTS: Checkpoints = { read: async () => undefined };

function countedIds(): () => RunId {
  let runs = 0;
  return () => `run-${++runs}`;
}

export function createPlayground(
  client: TrainingClient,
  { initial = {}, checkpoints = NO_CHECKPOINTS, newRunId = countedIds() }: PlaygroundOptions = {},
): Playground {
  const store = createStore<PageState>(() => ({ ...INITIAL_STATE, ...initial }));
  client.onEvent((event) => store.setState((state) => applyEvent(state, event)));
  keepArranged(store, client);
  return {
    store,
    checkpoints,
    actions: createActions({
      get: store.getState,
      set: (change) => store.setState(change),
      client,
      checkpoints,
      newRunId,
    }),
  };
}

/** Tells the worker who trains when, each time that changes. */
function keepArranged(store: StoreApi<PageState>, client: TrainingClient): void {
  let told = JSON.stringify(arrangementOf(store.getState()));
  store.subscribe((state, before) => {
    if (state.runs === before.runs && state.turns === before.turns) return;
    const arrangement = arrangementOf(state);
    const words = JSON.stringify(arrangement);
    if (words === told) return;
    told = words;
    if (arrangement.order.length > 0) client.send(arrangement);
  });
}
