/** Starting, steering and continuing runs. */

import { colourFor } from '../../curves/colours.ts';
import { describeSetting, differingFields } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { cutText, MOST_OF_NAME, shorten } from '../../spec/text.ts';
import { whyUntrainable } from '../../spec/validate.ts';
import { imagesSeen } from '../../training/checkpoint.ts';
import type { Checkpoint, Fork } from '../../training/events.ts';
import { forkCheckpoint } from '../../training/fork.ts';
import type { RunId } from '../../worker/protocol.ts';
import {
  comparisonToTrain,
  describeNext,
  type PlannedRun,
  planMissing,
  planRuns,
  planTraining,
} from '../plan.ts';
import { canGoOn, isActive, nameAsAsked, newRun, type RunRecord, settingsKey, wantedRuns } from '../run.ts';
import { type PageState, withNotice, withRemoval } from '../state.ts';
import { turnsFor } from '../turns.ts';
import type { ActionContext } from './context.ts';

export interface TrainingActions {
  /** What of the comparison is to be done; the next seed of each once all of it is done. */
  train(): void;
  /**
   * Trains these single-seed experiments, as far as they have no result yet; all of them again if all have. Kept when
   * all of them are under way.
   */
  trainAll(wanted: readonly Experiment[]): Promise<void>;
  pause(): void;
  resume(): void;
  /** One update of every run, then paused; without a run under way it starts those that have no result yet. */
  step(): Promise<void>;
  /** Ends every run that is under way. */
  stop(): void;
  /** Trains a run again from its start, in its own place; one from elsewhere is trained here, beside it. */
  rerun(id: RunId): void;
  /** Lets runs that were interrupted or stopped go on from their checkpoints. */
  goOn(ids: readonly RunId[]): Promise<void>;
  /** The connection is back: what failed for want of images goes on. */
  reconnected(): void;
  /**
   * Continues a run from its checkpoint under other settings, as a run of its own.
   * @returns what is wrong, in a sentence, or undefined if it has started
   */
  fork(id: RunId, changes: Partial<Experiment>): Promise<string | undefined>;
}

export function trainingActions({
  get,
  set,
  client,
  begin,
  checkpoints,
  newRunId,
}: ActionContext): TrainingActions {
  const resume = (): void => {
    if (!get().paused) return;
    set({ paused: false });
    client.send({ kind: 'resume' });
  };
  const pause = (): void => {
    if (get().paused) return;
    set({ paused: true });
    client.send({ kind: 'pause' });
  };

  /** Says which of these are not trained, with the reason (whyUntrainable). @returns whether there are any */
  const refuse = (wanted: readonly Pick<Experiment, 'data' | 'network' | 'images'>[]): boolean => {
    const messages = new Set(wanted.flatMap((each) => whyUntrainable(each) ?? []));
    for (const message of messages) {
      set({ notices: withNotice(get().notices, { tone: 'warning', message: `${message}.` }) });
    }
    return messages.size > 0;
  };

  const start = (planned: readonly PlannedRun[]): void => {
    const before = get().runs;
    let runs = [...before];
    const started: RunRecord[] = [];
    for (const { experiment, replaces, colour, name } of planned) {
      const run = newRun(newRunId(), experiment, colour, name);
      started.push(run);
      runs = replaces ? runs.map((other) => (other.id === replaces.id ? run : other)) : [...runs, run];
      if (replaces && isActive(replaces)) client.send({ kind: 'stop', run: replaces.id });
    }
    begin(
      { runs, turns: turnsFor(get(), runs), ...keepResults(planned, before) },
      started.map(({ id, experiment }) => ({ run: id, experiment })),
    );
  };

  /** A result that is trained afresh can be had back beside the new one. */
  const keepResults = (planned: readonly PlannedRun[], before: readonly RunRecord[]): Partial<PageState> => {
    const replaced = planned.flatMap(({ replaces }) =>
      replaces?.status.kind === 'finished' ? [replaces] : [],
    );
    const [first] = replaced;
    if (!first) return {};
    const what = replaced.length === 1 ? first.name : `${replaced.length} runs`;
    return withRemoval(
      get(),
      replaced.map((run) => ({ run: { ...run, name: `${run.name} (earlier)` }, index: before.indexOf(run) })),
      `Training ${what} again, from the same seed. The earlier result can come back beside it.`,
    );
  };

  /** Starts what is new; what was interrupted or failed goes on: the promise is kept when that has been asked for. */
  const trainPlanned = (planned: readonly PlannedRun[]): Promise<void> => {
    const interrupted = planned.flatMap(({ replaces }) =>
      replaces?.status.kind !== 'stopped' && replaces && canGoOn(replaces) ? [replaces.id] : [],
    );
    start(planned.filter(({ replaces }) => !replaces || !interrupted.includes(replaces.id)));
    return goOn(interrupted);
  };

  /** The weights that are kept of a run, or what is wrong with them and what to do. */
  const weightsOf = (id: RunId): Promise<Checkpoint | string> =>
    checkpoints.read(id).then(
      (checkpoint) => checkpoint ?? 'are not kept any more. Re-run starts it anew.',
      ({ message }: Error) =>
        `could not be read (${message}). Try again, or reload the page; Re-run starts it anew.`,
    );

  const goOn = async (ids: readonly RunId[]): Promise<void> => {
    for (const id of ids) {
      const run = get().runs.find((other) => other.id === id);
      if (
        !run ||
        isActive(run) ||
        refuse([{ ...run.experiment, data: run.data?.spec.id ?? run.experiment.data }])
      )
        continue;
      const checkpoint = await weightsOf(id);
      // It may have been deleted, or started again, meanwhile.
      const now = get().runs.find((other) => other.id === id);
      if (!now || isActive(now)) continue;
      if (typeof checkpoint === 'string') {
        const message = `${now.name} cannot go on: its weights ${checkpoint}`;
        set({ notices: withNotice(get().notices, { tone: 'warning', message }) });
        continue;
      }
      const { points, history } = checkpoint;
      const kept = { step: checkpoint.step, images: imagesSeen(checkpoint) };
      // Where it was deleted and came back, the page did not hear of its last points.
      const waiting: RunRecord = {
        ...now,
        ...{ points, history, kept, held: false, status: { kind: 'waiting', for: 'turn' } },
      };
      const runs = get().runs.map((other) => (other === now ? waiting : other));
      // On the images it has seen so far, even where they were not the ones asked for.
      const begun = { ...checkpoint, ...(now.data && { data: now.data }) };
      begin({ runs, turns: turnsFor(get(), runs) }, [
        { run: id, experiment: now.experiment, checkpoint: begun },
      ]);
    }
  };

  const lackImages = new Set<RunId>();
  client.onEvent((event) => {
    if (event.kind === 'ended' && event.lacksImages) lackImages.add(event.run);
  });

  return {
    reconnected(): void {
      const back = get().runs.filter((run) => lackImages.has(run.id) && canGoOn(run));
      lackImages.clear();
      void goOn(back.map(({ id }) => id));
    },
    train(): void {
      resume();
      refuse(get().comparison);
      const planned = planTraining(get());
      const comparison = comparisonToTrain(get());
      if (comparison !== get().comparison) set({ comparison, edited: 'chosen' });
      void trainPlanned(planned);
    },
    trainAll(wanted: readonly Experiment[]): Promise<void> {
      resume();
      refuse(wanted);
      return trainPlanned(planRuns(wanted, get().runs));
    },
    pause,
    resume,
    async step(): Promise<void> {
      const active = get().runs.some(isActive);
      const planned = active ? [] : planMissing(wantedRuns(get().comparison), get().runs);
      if (!active && planned.length === 0 && refuse(get().comparison)) return;
      if (!active && planned.length === 0) {
        const message = `All runs are finished, there is no step left. ${describeNext(get())}.`;
        set({ notices: withNotice(get().notices, { tone: 'info', message }) });
        return;
      }
      pause();
      await trainPlanned(planned);
      client.send({ kind: 'step' });
    },
    stop(): void {
      set({ filling: false });
      for (const run of get().runs.filter(isActive)) client.send({ kind: 'stop', run: run.id });
      resume();
    },
    rerun(id: RunId): void {
      const { runs } = get();
      const run = runs.find((other) => other.id === id);
      if (!run || refuse([run.experiment])) return;
      if (!runs.some(isActive)) resume();
      if (run.origin === 'here' && !run.fork) {
        start([{ experiment: run.experiment, replaces: run, colour: run.colour, name: nameAsAsked(run) }]);
        return;
      }
      const key = settingsKey(run.experiment);
      const underWay = runs.some(
        (other) => other.origin === 'here' && isActive(other) && settingsKey(other.experiment) === key,
      );
      if (!underWay) start(planRuns([run.experiment], runs));
    },
    goOn,
    async fork(id: RunId, changes: Partial<Experiment>): Promise<string | undefined> {
      const parent = get().runs.find((run) => run.id === id);
      if (!parent) return 'This run is not here any more.';
      const checkpoint = await weightsOf(id);
      if (typeof checkpoint === 'string')
        return `${parent.name} cannot be continued: its weights ${checkpoint}`;
      const forked = forkCheckpoint(checkpoint, parent.experiment, changes);
      if ('problem' in forked) return forked.problem;
      const { runs } = get();
      const {
        experiment,
        checkpoint: { inherited },
      } = forked;
      const fork: Fork = {
        parent: parent.name,
        experiment: parent.experiment,
        step: checkpoint.step,
        images: imagesSeen(checkpoint),
        ...(inherited && { initialShare: inherited.initialShare }),
      };
      const colour = colourFor({ experiment, fork }, runs);
      const run: RunRecord = {
        ...newRun(newRunId(), experiment, colour, nameFork(parent, experiment)),
        fork,
        data: parent.data,
        points: forked.checkpoint.points,
        history: forked.checkpoint.history,
        kept: { step: checkpoint.step, images: fork.images },
      };
      const index = runs.indexOf(parent);
      const all = runs.toSpliced(index < 0 ? runs.length : index + 1, 0, run);
      const begun = { ...forked.checkpoint, ...(parent.data && { data: parent.data }) };
      begin({ runs: all, turns: turnsFor(get(), all) }, [{ run: run.id, experiment, checkpoint: begun }]);
      // Nobody has kept these weights under its own name.
      checkpoints.checkpoint(run.id, begun);
      return undefined;
    },
  };
}

/** 'BN · seed 1 → batch 2' */
function nameFork(parent: RunRecord, experiment: Experiment): string {
  const what = differingFields([parent.experiment, experiment]).map((key) =>
    describeSetting(experiment, key),
  );
  const name = shorten(parent.name, 60);
  return cutText(`${name} → ${what.join(', ') || 'continued'}`, MOST_OF_NAME);
}
