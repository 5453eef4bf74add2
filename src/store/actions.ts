/** What a visitor can do. Each action changes the state and, where training is concerned, tells the worker. */
import type { View, Zoom } from '../curves/view.ts';
import { type Comparison, type Experiment, MAX_COMPARISON } from '../spec/experiment.ts';
import type { FieldKey } from '../spec/fields.ts';
import { PRESETS } from '../spec/presets.ts';
import { type Problem, validateExperiment } from '../spec/validate.ts';
import type { RunId, TrainingClient } from '../worker/protocol.ts';
import { type PlannedRun, planTraining } from './plan.ts';
import { isActive, newRun, type RunRecord } from './run.ts';
import { offered, type PageState, type Theme, withNotice, withRemoval } from './state.ts';

export interface Actions {
  train(): void;
  pause(): void;
  resume(): void;
  /** One update of every run, then paused; without a run under way it starts those that have no result yet. */
  step(): void;
  stop(): void;
  /**
   * Sets a field of the experiment in the form, or of all of them if they are edited together; a value that is not
   * allowed becomes the nearest that is.
   */
  editField(key: FieldKey, value: string | number): void;
  setTogether(together: boolean): void;
  choosePreset(id: string): void;
  /** Adds the form's settings as a further experiment and puts that one into the form. */
  addToComparison(): void;
  removeExperiment(index: number): void;
  selectExperiment(index: number): void;
  /** Puts a link's comparison in place, and its problems into a notice. */
  restore(comparison: Comparison, problems: readonly Problem[]): void;
  renameRun(id: RunId, name: string): void;
  setRunVisible(id: RunId, visible: boolean): void;
  setRunsVisible(ids: readonly RunId[], visible: boolean): void;
  /** Shows these runs and hides all others. */
  solo(ids: readonly RunId[]): void;
  deleteRun(id: RunId): void;
  /** Brings back the runs that a notice offers. */
  undoRemoval(notice: number): void;
  /** Trains a run again from its start, in its own place. */
  rerun(id: RunId): void;
  dismissNotice(id: number): void;
  notify(message: string, tone?: 'info' | 'warning'): void;
  setTheme(theme: Theme): void;
  /** Another x axis ends a zoom, which is in the units of the one before. */
  setView(part: Partial<View>): void;
  setZoom(zoom: Zoom | undefined): void;
}

export interface ActionContext {
  get(): PageState;
  set(change: Partial<PageState>): void;
  readonly client: TrainingClient;
  /** A name never used before on this page. */
  newRunId(): RunId;
}

export function createActions(context: ActionContext): Actions {
  return {
    ...trainingActions(context),
    ...comparisonActions(context),
    ...runActions(context),
    ...noticeActions(context),
    ...viewActions(context),
  };
}

function trainingActions({ get, set, client, newRunId }: ActionContext) {
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
  const start = (planned: readonly PlannedRun[]): void => {
    const before = get().runs;
    let runs = [...before];
    for (const { experiment, replaces, colour, name } of planned) {
      const run = newRun(newRunId(), experiment, colour, name);
      runs = replaces ? runs.map((other) => (other.id === replaces.id ? run : other)) : [...runs, run];
      if (replaces && isActive(replaces)) client.send({ kind: 'stop', run: replaces.id });
      client.send({ kind: 'start', run: run.id, experiment });
    }
    set({ runs, ...keepResults(planned, before) });
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
  return {
    train(): void {
      resume();
      start(planTraining(get()));
    },
    pause,
    resume,
    step(): void {
      const active = get().runs.some(isActive);
      const planned = active
        ? []
        : planTraining(get()).filter(({ replaces }) => replaces?.status.kind !== 'finished');
      if (!active && planned.length === 0) {
        const message =
          'All runs are finished, there is no step left. Change a setting, or press Train to train them again.';
        set({ notices: withNotice(get().notices, { tone: 'info', message }) });
        return;
      }
      pause();
      start(planned);
      client.send({ kind: 'step' });
    },
    stop(): void {
      for (const run of get().runs.filter(isActive)) client.send({ kind: 'stop', run: run.id });
      resume();
    },
    rerun(id: RunId): void {
      const run = get().runs.find((other) => other.id === id);
      if (!run) return;
      if (!get().runs.some(isActive)) resume();
      start([{ experiment: run.experiment, replaces: run, colour: run.colour, name: run.name }]);
    },
  };
}

function comparisonActions({ get, set }: ActionContext) {
  const selectedExperiment = (): Experiment => get().comparison[get().selected] ?? get().comparison[0];
  return {
    editField(key: FieldKey, value: string | number): void {
      const { comparison, selected, together } = get();
      const edit = (experiment: Experiment, index: number): Experiment =>
        together || index === selected ? validateExperiment({ [key]: value }, experiment).value : experiment;
      const [base, ...others] = comparison;
      const edited: Comparison = [edit(base, 0), ...others.map((experiment, i) => edit(experiment, i + 1))];
      if (edited.every((experiment, i) => experiment[key] === comparison[i]?.[key])) return;
      set({ comparison: edited, edited: 'typed' });
    },
    setTogether: (together: boolean): void => set({ together }),
    choosePreset(id: string): void {
      const preset = PRESETS.find((candidate) => candidate.id === id);
      if (preset) set({ comparison: preset.comparison, selected: 0, edited: 'chosen' });
    },
    addToComparison(): void {
      const { comparison } = get();
      if (comparison.length >= MAX_COMPARISON) return;
      const [first, ...others] = comparison;
      set({
        comparison: [first, ...others, selectedExperiment()],
        selected: comparison.length,
        edited: 'chosen',
      });
    },
    removeExperiment(index: number): void {
      const { comparison, selected } = get();
      const [first, ...others] = comparison.filter((_, i) => i !== index);
      if (!first || index >= comparison.length) return;
      const moved = index < selected || selected > others.length ? selected - 1 : selected;
      set({ comparison: [first, ...others], selected: Math.max(0, moved), edited: 'chosen' });
    },
    selectExperiment(index: number): void {
      if (index in get().comparison) set({ selected: index });
    },
    restore(comparison: Comparison, problems: readonly Problem[]): void {
      let { notices } = get();
      if (problems.length > 0) {
        const message = `This link was read with changes: ${problems.map((problem) => problem.message).join('; ')}.`;
        notices = withNotice(notices, { tone: 'warning', message });
      }
      set({ comparison, selected: 0, edited: 'restored', notices });
    },
  };
}

function runActions({ get, set, client }: ActionContext) {
  const change = (id: RunId, part: Partial<RunRecord>): void =>
    set({ runs: get().runs.map((run) => (run.id === id ? { ...run, ...part } : run)) });
  return {
    renameRun(id: RunId, name: string): void {
      const trimmed = name.trim().slice(0, 80);
      if (trimmed !== '') change(id, { name: trimmed });
    },
    setRunVisible: (id: RunId, visible: boolean): void => change(id, { visible }),
    setRunsVisible: (ids: readonly RunId[], visible: boolean): void =>
      set({ runs: get().runs.map((run) => (ids.includes(run.id) ? { ...run, visible } : run)) }),
    solo: (ids: readonly RunId[]): void =>
      set({ runs: get().runs.map((run) => ({ ...run, visible: ids.includes(run.id) })) }),
    deleteRun(id: RunId): void {
      const { runs } = get();
      const index = runs.findIndex((run) => run.id === id);
      const run = runs[index];
      if (!run) return;
      if (isActive(run)) client.send({ kind: 'stop', run: id });
      const kept: RunRecord = isActive(run) ? { ...run, status: { kind: 'stopped' } } : run;
      set({
        runs: runs.filter((other) => other !== run),
        ...withRemoval(get(), [{ run: kept, index }], `Deleted ${run.name}.`),
      });
    },
    undoRemoval(notice: number): void {
      const { runs, removed, notices } = get();
      const removal = removed.find((one) => one.notice === notice);
      if (!removal) return;
      const restored = removal.runs.reduce((all, { run, index }) => all.toSpliced(index, 0, run), [...runs]);
      const shown = notices.filter(({ id }) => id !== notice);
      set({ runs: restored, notices: shown, removed: offered(removed, shown) });
    },
  };
}

function noticeActions({ get, set }: ActionContext) {
  return {
    dismissNotice(id: number): void {
      const notices = get().notices.filter((notice) => notice.id !== id);
      set({ notices, removed: offered(get().removed, notices) });
    },
    notify: (message: string, tone: 'info' | 'warning' = 'info'): void =>
      set({ notices: withNotice(get().notices, { tone, message }) }),
    setTheme: (theme: Theme): void => set({ theme }),
  };
}

function viewActions({ get, set }: ActionContext) {
  return {
    setView(part: Partial<View>): void {
      const { view, zoom } = get();
      const kept = part.x === undefined || part.x === view.x;
      set({ view: { ...view, ...part }, zoom: kept ? zoom : undefined });
    },
    setZoom: (zoom: Zoom | undefined): void => set({ zoom }),
  };
}
