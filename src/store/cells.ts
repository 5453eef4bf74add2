/** The table of two settings as it stands: what has come of each cell's runs so far. */
import { judgedTest, type Scores, scoresOf } from '../results/judged.ts';
import { endedTrial, type RateSearch, searchRates, trialsOf } from '../results/rateSearch.ts';
import { mean } from '../results/statistics.ts';
import { type Experiment, expandRepeats } from '../spec/experiment.ts';
import { cellExperiment, matrixCells, valueKey, valueName, variesRate } from '../spec/matrix.ts';
import { dataKey } from '../spec/usedData.ts';
import { isActive, type RunRecord } from './run.ts';
import { countedRuns, wishKey } from './runGroups.ts';
import { selectedExperiment } from './selectors.ts';
import type { PageState } from './state.ts';

export interface Cell extends Omit<Scores, 'seeds'> {
  /** 'batch:plain 64' */
  readonly id: string;
  /** 'BN', 'batch 64' */
  readonly row: string;
  readonly column: string;
  /** At the learning rate that was found for it, where one was searched. */
  readonly experiment: Experiment;
  readonly search: RateSearch | undefined;
  /** While its learning rate is searched, those that search it. */
  readonly runs: readonly RunRecord[];
  readonly diverged: number;
  /** Runs that ended without a result that counts, by how. */
  readonly unfinished: Readonly<Record<Unfinished, number>>;
  readonly underWay: UnderWay | undefined;
  /** Whether its curves, and no others, are in the charts. */
  readonly open: boolean;
}

export const UNFINISHED = ['stopped', 'interrupted', 'failed'] as const;
type Unfinished = (typeof UNFINISHED)[number];

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

type Table = Pick<PageState, 'comparison' | 'selected' | 'matrix'>;
type Shown = Table & Pick<PageState, 'runs' | 'paused'>;

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
      const asked = cellExperiment(base, row, column);
      const search = searchOfCell(asked, state);
      const experiment = atChosen(asked, search);
      const searching =
        search && search.chosen === undefined ? trialsOf(asked, state.matrix.rates ?? []) : [];
      const wanted = new Set((search && searching.length > 0 ? searching : [experiment]).map(keyOf));
      const runs = ofOneData(whole.filter((run) => wanted.has(wishKey(run))));
      const counted = searching.length > 0 ? runs : countedRuns(runs);
      const count = (kind: RunRecord['status']['kind']): number =>
        counted.filter(({ status }) => status.kind === kind).length;
      const onlyThese = runs.length > 0 && shown.length === runs.length && runs.every((run) => run.visible);
      return {
        id: `${valueKey(row)} ${valueKey(column)}`,
        row: valueName(rows.setting, experiment),
        column: valueName(columns.setting, experiment),
        experiment,
        search,
        runs,
        ...scoresOfRuns(searching.length > 0 ? [] : counted),
        diverged: count('diverged'),
        unfinished: {
          stopped: count('stopped'),
          interrupted: count('interrupted'),
          failed: count('failed'),
        },
        underWay: underWayOf(runs.filter(isActive), state.paused),
        open: hides && onlyThese,
      };
    }),
  }));
}

const keyOf = (experiment: Experiment): string => wishKey({ experiment });

/** What the table's search for a learning rate has come to in a cell; undefined where it searches none. */
export function searchOfCell(
  cell: Experiment,
  { matrix, runs }: Pick<PageState, 'matrix' | 'runs'>,
): RateSearch | undefined {
  if (!matrix.rates || variesRate(matrix)) return undefined;
  return searchRates(trialsOf(cell, matrix.rates), (trial) => {
    const key = keyOf(trial);
    const ended = runs.find(
      ({ status, fork, experiment, data }) =>
        !fork &&
        experiment.seed === trial.seed &&
        data?.why === undefined &&
        (status.kind === 'finished' || status.kind === 'diverged') &&
        keyOf(experiment) === key,
    );
    return ended && endedTrial(ended.status, ended.history);
  });
}

/** The cell at the learning rate that its search took; as it is where none was searched or taken. */
const atChosen = (cell: Experiment, search: RateSearch | undefined): Experiment =>
  search?.chosen === undefined ? cell : { ...cell, lr: search.chosen };

export const foundCell = (cell: Experiment, state: Pick<PageState, 'matrix' | 'runs'>): Experiment =>
  atChosen(cell, searchOfCell(cell, state));

/** The cells that train different things: where a setting does nothing to a norm, its cells share runs. */
function cellsOfTable(state: Table): Experiment[] {
  const cells = new Map<string, Experiment>();
  for (const cell of matrixCells(selectedExperiment(state), state.matrix).flat()) {
    const key = keyOf(cell);
    if (!cells.has(key)) cells.set(key, cell);
  }
  return [...cells.values()];
}

export interface FillPlan {
  /** One experiment a cell and seed; where a cell's learning rate is being searched, one a rate. */
  readonly wanted: readonly Experiment[];
  /** Whether these are searches, and how many runs follow once the learning rates are known. */
  readonly searches: boolean;
  readonly later: number;
}

/** What fills the table, as far as it can be said by now. */
export function planTable(state: Table & Pick<PageState, 'runs'>): FillPlan {
  const searches = cellsOfTable(state).map((cell) => ({ cell, search: searchOfCell(cell, state) }));
  const open = searches.filter(({ search }) => search?.trials.some(({ ended }) => !ended));
  return {
    // All searches come first, so that no cell waits for the seeds of another.
    wanted: (open.length > 0 ? open : searches).flatMap(({ cell, search }) => {
      if (!search) return expandRepeats(cell);
      if (open.length > 0) return trialsOf(cell, state.matrix.rates ?? []);
      return search.chosen === undefined ? [] : expandRepeats(atChosen(cell, search));
    }),
    searches: open.length > 0,
    later: open.length > 0 ? searches.reduce((sum, { cell }) => sum + cell.repeats - 1, 0) : 0,
  };
}

/** Keys of what was taken and of what was tried for it, in the cells whose search has come to an end. */
export function searchedKeys(state: Table & Pick<PageState, 'runs'>): {
  readonly taken: ReadonlySet<string>;
  readonly tried: ReadonlySet<string>;
} {
  const found = cellsOfTable(state).flatMap((cell) => {
    const search = searchOfCell(cell, state);
    return search?.chosen === undefined ? [] : [{ cell, taken: atChosen(cell, search) }];
  });
  const { rates = [] } = state.matrix;
  return {
    taken: new Set(found.map(({ taken }) => keyOf(taken))),
    tried: new Set(found.flatMap(({ cell }) => trialsOf(cell, rates).map(keyOf))),
  };
}

/** A cell's numbers are on one data set: that which was asked for, where any of its runs is on it. */
function ofOneData(runs: readonly RunRecord[]): readonly RunRecord[] {
  const first = runs.find(({ data }) => data?.why === undefined) ?? runs[0];
  return first ? runs.filter((run) => dataKey(run) === dataKey(first)) : runs;
}

const scoresOfRuns = (counted: readonly RunRecord[]): Scores =>
  scoresOf(
    counted.flatMap((run) =>
      run.status.kind === 'finished'
        ? [{ seed: run.experiment.seed, judged: judgedTest(run, run.status) }]
        : [],
    ),
  );

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
