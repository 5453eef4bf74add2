/** The original study's table as a sweep, and what its report says around the table. */

import type { ReportInput, ReportTable } from '../../report/report.ts';
import { describeSpread } from '../../results/groups.ts';
import { mean } from '../../results/statistics.ts';
import { STATISTICS_EXPLAINED } from '../../results/statisticsExplained.ts';
import { capital, describeSetting, differingFields, listOf } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, type FieldKey } from '../../spec/fields.ts';
import { methodKey } from '../../spec/matrix.ts';
import { counted, decimal, grouped, percent } from '../../spec/numbers.ts';
import { publishedCell, STUDY } from '../../spec/study.ts';
import type { Board } from './board.ts';
import { describeShare, enginesOf, machinesOf, type Workforce } from './machine.ts';
import { runKey } from './names.ts';
import { cellsOf, columnNames, planOf, runsOf, type SweepPlan } from './plan.ts';
import { cautionSentences, describeJudgement, verdictSentences } from './summary.ts';
import { textTable } from './textTable.ts';

/**
 * The study's rows at all its batch sizes, and what its code really did where that can be told apart best. In full
 * also the batch sizes between, after the study's own; a fourth seed comes after all of these have three.
 * @param base all settings but method and batch size
 */
export function studyPlan(base: Experiment, seeds: readonly number[], full = false): SweepPlan {
  const { methods, batches, between, asCoded } = STUDY;
  const isBetween = (batch: number): boolean => between.some((each) => each === batch);
  const plan = planOf(
    [...methods, ...asCoded.methods].map((method) => ({ ...base, ...method })),
    { setting: 'batch', values: full ? [...batches, ...between].sort((a, b) => a - b) : batches },
    seeds,
  );
  const isAsCoded = (cell: Experiment): boolean =>
    asCoded.methods.some((method) => methodKey(method) === methodKey(cell));
  const wanted = (cell: Experiment): boolean =>
    !isAsCoded(cell) ||
    asCoded.batches.some((batch) => batch === cell.batch) ||
    (full && cell.batch === asCoded.large.batch && methodKey(cell) === methodKey(asCoded.large));
  const rank = (run: Experiment): number =>
    (seeds.indexOf(run.seed) < SEEDS_FIRST ? 0 : 3) + (isBetween(run.batch) ? 2 : isAsCoded(run) ? 1 : 0);
  const rows = plan.rows.map(({ name, cells }) => ({ name, cells: cells.filter(wanted) }));
  return {
    ...plan,
    rows,
    ...(full && {
      order: runsOf({ ...plan, rows })
        .sort((a, b) => rank(a) - rank(b))
        .map((run) => runKey(run)),
    }),
  };
}

/** Of a cell before it is said to be done. */
const SEEDS_FIRST = 3;

/** Settings that the table or its budget say. */
const OF_THE_TABLE: readonly FieldKey[] = [
  'norm',
  'weights',
  'batch',
  'images',
  'epochs',
  'seed',
  'repeats',
  'engine',
];

export const studyTable = (board: Board): ReportTable => ({
  columns: columnNames(board.plan).map(capital),
  rows: board.plan.rows.map((row) => ({
    name: row.name,
    cells: cellsOf(row, board.plan.columns).map((cell) => {
      if (!cell) return { value: 'not part of it', n: 0 };
      const group = board.groupOf(cell);
      const published = publishedCell(cell);
      const diverged = group && group.diverged > 0 ? `, ${group.diverged} diverged` : '';
      return {
        value: group ? `${describeSpread(group)}${diverged}` : 'not yet trained',
        ...(group && group.raw.length > 0 && { raw: describeSpread({ accuracies: group.raw }) }),
        n: group?.accuracies.length ?? 0,
        ...(published && { published: percent(published.accuracy, 2) }),
      };
    }),
  })),
});

/** The table for a terminal, the published figures under the measured ones. */
export function describeStudy(board: Board): string {
  const { columns, rows } = studyTable(board);
  const lines = textTable([
    ['', ...columns],
    ...rows.flatMap(({ name, cells }) => [
      [
        name,
        ...cells.map(({ value, raw, n }) =>
          [value, raw && `(raw ${raw})`, n > 0 && `n=${n}`].filter(Boolean).join(' '),
        ),
      ],
      ...(cells.some(({ published }) => published)
        ? [['  published', ...cells.map(({ published }) => published ?? '–')]]
        : []),
    ]),
  ]);
  return [...lines, ...describeJudgement(board)].join('\n');
}

export function studyReport(
  board: Board,
  workforce: Workforce | undefined,
  command: string,
  date: Date,
): ReportInput {
  return {
    title: 'Batch norm against group norm with weight standardization',
    intro: introduction(board),
    table: studyTable(board),
    verdicts: verdictSentences(board),
    cautions: cautionSentences(board),
    runs: [...board.results.values()],
    environment: environment(board, workforce, command),
    date,
    explanation: STATISTICS_EXPLAINED,
  };
}

/** Those of the plan that the original study has not. */
export const batchesBetween = ({ rows }: SweepPlan): readonly number[] =>
  STUDY.between.filter((batch) => rows.some(({ cells }) => cells.some((each) => each.batch === batch)));

function introduction({ plan }: Board): string[] {
  const cell = plan.rows[0]?.cells[0];
  if (!cell) return [];
  const { images, epochs } = cell;
  const { full } = STUDY.budgets;
  const seeds = plan.seeds.length;
  const budget = (of: Pick<Experiment, 'images' | 'epochs'>) =>
    `${grouped(of.images)} training images and ${counted(of.epochs, 'epoch')}`;
  const whole = images === full.images && epochs === full.epochs;
  const between = batchesBetween(plan);
  const added = between.length > 0 ? `, and at ${listOf(between.map(String))} between` : '';
  const others = differingFields([cell, DEFAULT_EXPERIMENT]).filter((key) => !OF_THE_TABLE.includes(key));
  return [
    `'${STUDY.title}' (${STUDY.authors}, ${STUDY.place}) compared batch normalization (BN) with group normalization and weight standardization (GN+WS) on Fashion-MNIST, at batch sizes 2, 64 and 128, with one run a cell. This is that table, trained anew with ${budget(cell)}${added}, ${seeds === 1 ? 'one seed' : `${seeds} seeds`} a cell.`,
    ...(others.length > 0
      ? [`Not as in the study: ${listOf(others.map((key) => describeSetting(cell, key)))}.`]
      : []),
    ...(whole
      ? []
      : [
          `The study trained with ${budget(full)}. With less, every accuracy is lower than it could be: hold the cells against each other rather than against the published figures.`,
        ]),
    "The study's code did not do all that its text says. Its weight standardization was passed as a regularizer and had no effect, and its group norm normalized bands of rows instead of groups of channels. Here both are what their papers describe; 'GN as the study coded it' is the layer that the code really used, and GN without WS is what it trained.",
  ];
}

function environment(
  board: Board,
  workforce: Workforce | undefined,
  command: string,
): [label: string, value: string][] {
  const runs = [...board.results.values()];
  const machines = machinesOf(runs);
  return [
    ...(machines.length > 0 ? [['Machine', machines.join('; ')] satisfies [string, string]] : []),
    ['Engine', enginesOf(runs).join('; ')],
    ...atATime(workforce),
    ['Command', command],
    ...board.plan.rows.flatMap(({ name, cells }) => cells.flatMap((cell) => epochTime(board, name, cell))),
  ];
}

function atATime(workforce: Workforce | undefined): [string, string][] {
  if (!workforce) return [];
  return [['At a time', `${counted(workforce.processes, 'run')}, ${describeShare(workforce)}`]];
}

/** Training alone, scaled to the study's 50,000 images, beside what the study's GPU took. */
function epochTime(board: Board, name: string, cell: Experiment): [string, string][] {
  const perImage = (board.groupOf(cell)?.runs ?? []).flatMap(({ points }) => {
    const last = points.at(-1);
    return last && last.ms > 0 ? [last.ms / last.images] : [];
  });
  if (perImage.length === 0) return [];
  const seconds = (mean(perImage) * STUDY.budgets.full.images) / 1000;
  const published = publishedCell(cell);
  const beside = published ? `, published: about ${published.secondsPerEpoch} s on a hosted GPU` : '';
  return [
    [
      `An epoch of 50,000 images, ${name} at batch ${cell.batch}`,
      `${decimal(seconds, seconds < 10 ? 1 : 0)} s${beside}`,
    ],
  ];
}
