/** The store: the state, its actions, and the worker's events flowing into it through applyEvent. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Checkpoints, OwnCheckpoints } from '../storage/archive.ts';
import type { RunId, TrainingClient } from '../worker/protocol.ts';
import { type ComparisonActions, comparisonActions } from './actions/comparison.ts';
import type { ActionContext } from './actions/context.ts';
import { type InspectionActions, inspectionActions } from './actions/inspection.ts';
import { type MatrixActions, matrixActions } from './actions/matrix.ts';
import { type PageActions, pageActions } from './actions/page.ts';
import { type RunActions, runActions } from './actions/runs.ts';
import { type TrainingActions, trainingActions } from './actions/training.ts';
import { type TurnActions, turnActions } from './actions/turns.ts';
import { applyEvent } from './applyEvent.ts';
import { isOpen, ofRuns } from './asked.ts';
import type { RunRecord } from './run.ts';
import { anyActive, findRun } from './selectors.ts';
import { INITIAL_STATE, offered, type PageState } from './state.ts';
import { tableAfter } from './table.ts';
import { arrangementOf } from './turns.ts';

export interface Playground {
  readonly store: StoreApi<PageState>;
  readonly actions: Actions;
  readonly checkpoints: Checkpoints;
}

interface PlaygroundOptions {
  /** What differs from a first visit: the remembered theme. */
  readonly initial?: Partial<PageState>;
  readonly checkpoints?: OwnCheckpoints;
  readonly newRunId?: () => RunId;
}

const NO_CHECKPOINTS: OwnCheckpoints = { read: async () => undefined, checkpoint: () => undefined };

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
  const begin = keepArranged(store, client);
  lendModels(store, client, checkpoints);
  forgetAnswers(store, client);
  const actions = createActions({
    get: store.getState,
    set: (change) => store.setState(change),
    client,
    begin,
    checkpoints,
    newRunId,
  });
  store.subscribe(({ notices, removed }, before) => {
    if (notices === before.notices) return;
    const left = offered(removed, notices);
    if (left.length < removed.length) store.setState({ removed: left });
  });
  store.subscribe((state, before) => {
    const table = tableAfter(state, before.runs);
    if (table !== state.table) store.setState({ table });
  });
  store.subscribe((state) => {
    if (state.filling && !anyActive(state)) actions.goOnFilling();
  });
  return { store, checkpoints, actions };
}

/** Tells the worker who trains when, each time that changes. @returns what starts runs (ActionContext) */
function keepArranged(store: StoreApi<PageState>, client: TrainingClient): ActionContext['begin'] {
  let told = JSON.stringify(arrangementOf(store.getState()));
  store.subscribe((state, before) => {
    if (state.runs === before.runs && state.turns === before.turns) return;
    const arrangement = arrangementOf(state);
    const words = JSON.stringify(arrangement);
    if (words === told) return;
    told = words;
    if (arrangement.order.length > 0) client.send({ kind: 'arrange', arrangement });
  });
  return (change, runs) => {
    const arrangement = arrangementOf({ ...store.getState(), ...change });
    if (runs.length > 0) told = JSON.stringify(arrangement);
    store.setState(change);
    if (runs.length > 0) client.send({ kind: 'start', runs, arrangement });
  };
}

function whyNoWeights(record: RunRecord | undefined): string {
  if (record && record.origin !== 'here')
    return 'This run came without its weights. Run it here to look inside.';
  if (record?.status.kind === 'waiting') return 'This run has not begun yet.';
  return 'No weights of this run are kept in this browser. Run it again to look inside.';
}

/** Gives the worker the weights of runs that it is asked about and does not train. */
function lendModels(store: StoreApi<PageState>, client: TrainingClient, checkpoints: Checkpoints): void {
  client.onEvent((event) => {
    if (event.kind === 'wanted') void lend(event.run);
  });
  async function lend(run: RunId): Promise<void> {
    const record = findRun(store.getState(), run);
    let missing: string;
    try {
      const checkpoint = await checkpoints.read(run);
      if (record && checkpoint) {
        client.send({ kind: 'lend', run, model: { experiment: record.experiment, checkpoint } });
        return;
      }
      missing = whyNoWeights(record);
    } catch (error) {
      missing = `The weights of this run could not be read (${(error as Error).message}). Try again, or reload the page.`;
    }
    client.send({ kind: 'lend', run, model: { missing } });
  }
}

/** Lets go of the questions to runs that are gone, and of their answers. */
function forgetAnswers(store: StoreApi<PageState>, client: TrainingClient): void {
  store.subscribe((state, before) => {
    if (state.runs === before.runs) return;
    const runs = new Set(state.runs.map(({ id }) => id));
    const gone = Object.entries(state.asked).filter(([, { run }]) => !runs.has(run));
    if (gone.length === 0 && Object.keys(state.snapshots).every((run) => runs.has(run))) return;
    for (const [ask, entry] of gone) if (isOpen(entry)) client.send({ kind: 'withdraw', ask });
    store.setState(ofRuns(state, runs));
  });
}

/** What a visitor can do. Each action changes the state and, where training is concerned, tells the worker. */
export type Actions = TrainingActions &
  TurnActions &
  ComparisonActions &
  MatrixActions &
  RunActions &
  InspectionActions &
  PageActions;

function createActions(context: ActionContext): Actions {
  const training = trainingActions(context);
  return {
    ...training,
    ...turnActions(context),
    ...comparisonActions(context),
    ...matrixActions(context, training),
    ...runActions(context),
    ...inspectionActions(context),
    ...pageActions(context),
  };
}
