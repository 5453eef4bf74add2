/** The table of two settings as it stands: what has come of each cell's runs so far. */
import { judgedTest, type Scores, scoresOf } from '../results/judged.ts';
import { mean } from '../results/statistics.ts';
import { type Experiment, expandRepeats } from '../spec/experiment.ts';
import { cellExperiment, matrixCells, valueKey, valueName } from '../spec/matrix.ts';
import { isActive, type RunRecord } from './run.ts';
import { runGroupKey, wishKey } from './runGroups.ts';
import { selectedExperiment } from './selectors.ts';
import type { PageState } from './state.ts';

export interface Cell extends Omit<Scores, 'seeds'> {
  /** 'batch:plain 64' */
  readonly id: string;
  /** 'BN', 'batch 64' */
  readonly row: string;
  readonly column: string;
  readonly experiment: Experiment;
  readonly runs: readonly RunRecord[];
  readonly diverged: number;
  /** Stopped, interrupted or failed: without a result that counts. */
  readonly unfinished: number;
  readonly underWay: UnderWay | undefined;
  /** Whether its curves, and no others, are in the charts. */
  readonly open: boolean;
}

export interface UnderWay {
  readonly runs: number;
  /** Over its runs that train or wait, 0 … 1. */
  readonly done: number;
  /** Of the run that is furthest. */
  readonly words: string;
}

export interface MatrixRow {
  readonly key: string;
  readonly cells: readonly Cell[];
}

type Shown = Pick<PageState, 'comparison' | 'selected' | 'matrix' | 'runs' | 'paused'>;

/** Forks are left out: they saw other settings first. */
export function matrixRows(state: Shown): MatrixRow[] {
  const base = selectedExperiment(state);
  const whole = state.runs.filter(({ fork }) => !fork);
  const shown = state.runs.filter(({ visible }) => visible);
  const hides = shown.length < state.runs.length;
  const { rows, columns } = state.matrix;
  return rows.values.map((row) => ({
    key: valueKey(row),
    cells: columns.values.map((column) => {
      const experiment = cellExperiment(base, row, column);
      const runs = ofOneData(whole.filter((run) => wishKey(run) === wishKey({ experiment })));
      const onlyThese = runs.length > 0 && shown.length === runs.length && runs.every((run) => run.visible);
      return {
        id: `${valueKey(row)} ${valueKey(column)}`,
        row: valueName(rows.setting, experiment),
        column: valueName(columns.setting, experiment),
        experiment,
        runs,
        ...scoresOfRuns(runs),
        diverged: runs.filter(({ status }) => status.kind === 'diverged').length,
        unfinished: runs.filter(({ status }) => /^(stopped|interrupted|failed)$/.test(status.kind)).length,
        underWay: underWayOf(runs.filter(isActive), state.paused),
        open: hides && onlyThese,
      };
    }),
  }));
}

/** What fills the table, one experiment a cell and seed: where a setting does nothing to a norm, its cells share runs. */
export function tableExperiments(state: Pick<Shown, 'comparison' | 'selected' | 'matrix'>): Experiment[] {
  const wanted = new Map<string, Experiment>();
  for (const cell of matrixCells(selectedExperiment(state), state.matrix).flat()) {
    const key = wishKey({ experiment: cell });
    if (!wanted.has(key)) wanted.set(key, cell);
  }
  return [...wanted.values()].flatMap(expandRepeats);
}

/** A cell's numbers are on one data set: that which was asked for, where any of its runs is on it. */
function ofOneData(runs: readonly RunRecord[]): readonly RunRecord[] {
  const first = runs.find(({ data }) => data?.why === undefined) ?? runs[0];
  return first ? runs.filter((run) => runGroupKey(run) === runGroupKey(first)) : runs;
}

/** A seed that was trained here and came with a file too counts once: it is the same experiment. */
function scoresOfRuns(runs: readonly RunRecord[]): Scores {
  const finished = runs.flatMap((run) =>
    run.status.kind === 'finished'
      ? [{ seed: run.experiment.seed, judged: judgedTest(run, run.status) }]
      : [],
  );
  const judged = finished.filter((each) => each.judged.kind !== 'unsettled');
  // The first of a seed, and one that can be judged before one that cannot.
  const bySeed = new Map([...judged, ...finished].reverse().map((each) => [each.seed, each]));
  return scoresOf([...bySeed.values()].reverse());
}

const shareDone = ({ progress }: RunRecord): number =>
  progress ? progress.images / progress.totalImages : 0;

function underWayOf(active: readonly RunRecord[], paused: boolean): UnderWay | undefined {
  const furthest = active.toSorted((a, b) => shareDone(b) - shareDone(a))[0];
  if (!furthest) return undefined;
  const done = active.reduce((sum, run) => sum + shareDone(run), 0) / active.length;
  return { runs: active.length, done, words: describe(active, furthest, paused) };
}

function describe(active: readonly RunRecord[], furthest: RunRecord, paused: boolean): string {
  if (active.every(({ held }) => held)) return 'paused';
  const working = active.find(({ status }) => status.kind !== 'waiting');
  if (!working) {
    const first = active.find(({ status }) => status.kind === 'waiting' && status.for !== 'turn');
    return first ? 'starting' : 'queued';
  }
  if (paused) return 'paused';
  if ('done' in working.status) return working.status.kind;
  return `epoch ${furthest.progress?.epoch ?? 1} of ${furthest.experiment.epochs}`;
}

/** The lowest and the highest mean of the table, what its colours lie between; undefined before the first result. */
export function accuracyRange(rows: readonly MatrixRow[]): readonly [low: number, high: number] | undefined {
  const means = rows.flatMap(({ cells }) =>
    cells.flatMap(({ accuracies }) => (accuracies.length > 0 ? [mean(accuracies)] : [])),
  );
  return means.length === 0 ? undefined : [Math.min(...means), Math.max(...means)];
}
