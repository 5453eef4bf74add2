/** `results.json`: the table in numbers, for a notebook; accuracies as fractions, names as in a run's file. */
import { cautionsOf } from '../../report/cautions.ts';
import type { Group } from '../../results/groups.ts';
import { describeOneRate, describeRates } from '../../results/rateSearch.ts';
import { mean, standardDeviation } from '../../results/statistics.ts';
import { DATA_APART, groupsByData, saidAt, verdictOf, verdictsBy, wordsOn } from '../../results/verdict.ts';
import type { Experiment } from '../../spec/experiment.ts';
import type { Board } from './board.ts';
import { enginesOf, machinesOf, type Workforce } from './machine.ts';

const SUMMARY_FORMAT = 'norm-playground/sweep/1';

export interface CellSummary {
  readonly name: string;
  readonly batch: number;
  /** Under the first seed. */
  readonly experiment: Experiment;
  /** Seeds that finished. */
  readonly n: number;
  readonly mean: number | null;
  /** Sample standard deviation; null for fewer than two seeds. */
  readonly std: number | null;
  readonly accuracies: readonly number[];
  /** Accuracies with moving statistics that had not settled; those above are then with recalibrated ones. */
  readonly raw: readonly number[];
  readonly seeds: readonly number[];
  readonly diverged: number;
  /** Of each run, evaluations included. */
  readonly seconds: readonly (number | null)[];
  /** The search for its learning rate, where there was one: validation accuracies, null where a run diverged. */
  readonly rates?: readonly { readonly rate: number; readonly accuracy: number | null }[];
}

interface Summary {
  readonly format: typeof SUMMARY_FORMAT;
  readonly date: string;
  /** Of the runs, each once. */
  readonly machines: readonly string[];
  readonly engines: readonly string[];
  /** Wall-clock time of this call; runs that were there already took theirs before. */
  readonly seconds: number;
  /** Of this call, where it trained itself. */
  readonly workforce?: Workforce;
  readonly cells: readonly CellSummary[];
  readonly verdicts: readonly string[];
  /** What is to be kept in mind about them. */
  readonly cautions: readonly string[];
}

export function summarize(
  board: Board,
  workforce: Workforce | undefined,
  seconds: number,
  date = new Date(),
): Summary {
  const runs = [...board.results.values()];
  return {
    format: SUMMARY_FORMAT,
    date: date.toISOString(),
    machines: machinesOf(runs),
    engines: enginesOf(runs),
    seconds,
    ...(workforce && { workforce }),
    cells: board.plan.rows.flatMap(({ name, cells }) =>
      cells.map((cell) => summarizeCell(board, name, cell)),
    ),
    verdicts: verdictSentences(board),
    cautions: cautionSentences(board),
  };
}

function summarizeCell(board: Board, name: string, cell: Experiment): CellSummary {
  const group = board.groupOf(cell);
  const search = board.searchOf(cell);
  const accuracies = group?.accuracies ?? [];
  return {
    name,
    batch: cell.batch,
    experiment: board.found(cell),
    n: accuracies.length,
    mean: accuracies.length > 0 ? mean(accuracies) : null,
    std: standardDeviation(accuracies) ?? null,
    accuracies,
    raw: group?.raw ?? [],
    seeds: group?.seeds ?? [],
    diverged: group?.diverged ?? 0,
    seconds: group?.runs.map((run) => run.seconds) ?? [],
    ...(search && {
      rates: search.trials.map(({ rate, accuracy = null }) => ({ rate, accuracy })),
    }),
  };
}

/** The verdicts of each data set by itself: what was trained on other images is not held against it. */
export function verdictSentences(board: Board): string[] {
  const sets = groupsByData(board.groups());
  const [only] = sets;
  if (sets.length < 2 && !only?.instead) return judgeAlike(board, only?.groups ?? []);
  return [
    ...sets.flatMap(({ data, groups }) => wordsOn(data, judgeAlike(board, groups))),
    ...(sets.length > 1 ? [DATA_APART] : []),
  ];
}

/** Row against row in each column; with a single row, its columns against each other. */
function judgeAlike(board: Board, groups: readonly Group[]): string[] {
  const data = groups[0]?.experiment.data;
  const rows = board.plan.rows.filter(
    ({ cells }) => data === undefined || cells.some((cell) => cell.data === data),
  );
  const { setting, values } = board.plan.columns;
  const verdicts =
    rows.length > 1 ? verdictsBy(groups, setting) : [{ at: undefined, verdict: verdictOf(groups) }];
  return verdicts.flatMap(({ at, verdict }) =>
    [verdict.seen, ...verdict.sentences]
      .filter(Boolean)
      .map((sentence) => (at !== undefined && values.length > 1 ? saidAt(at, sentence) : sentence)),
  );
}

export const cautionSentences = (board: Board): string[] =>
  cautionsOf(board.groups().flatMap(({ runs }) => runs));

/** How the methods came to their learning rates. */
function ratesSentence(board: Board): string[] {
  const { plan } = board;
  if (board.groups().length === 0 || plan.rows.length < 2) return [];
  if (plan.rates.length > 0) return [describeRates(plan.rates)];
  const [rate, ...others] = new Set(plan.rows.flatMap(({ cells }) => cells.map(({ lr }) => lr)));
  return rate !== undefined && others.length === 0 ? [describeOneRate(rate)] : [];
}

/** Lines below a table: the verdicts, and what is to be kept in mind about them. */
export function describeJudgement(board: Board): string[] {
  const cautions = cautionSentences(board).map((caution) => `Caution: ${caution}`);
  return [
    '',
    ...verdictSentences(board),
    ...ratesSentence(board),
    ...(cautions.length > 0 ? ['', ...cautions] : []),
  ];
}
