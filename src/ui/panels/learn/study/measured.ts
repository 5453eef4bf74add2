/** From the results file to what stands beside a claim: rows of accuracies, and where they come from in words. */

import { describeScores } from '../../../../results/groups.ts';
import { mean } from '../../../../results/statistics.ts';
import { type StudyCell, type StudyFile, studyCell } from '../../../../results/studyFile.ts';
import { describeSetting, listOf, methodName } from '../../../../spec/describe.ts';
import { counted, grouped, percent } from '../../../../spec/numbers.ts';
import { publishedCell, STUDY } from '../../../../spec/study.ts';
import { describeWarmUps, initialShare, isSettled } from '../../../../spec/warmUp.ts';
import type { Claim, MeasuredCell } from './claims.ts';

export interface MeasuredRow {
  /** 'BN, batch 64' */
  readonly name: string;
  /** Fractions, one a seed that finished; with recalibrated statistics where they are there. */
  readonly accuracies: readonly number[];
  /** '86.4 ± 0.5 %', '82.1 ± 0.4 % (raw 26.1 ± 3.9 %)', '79.9 ± 0.1 %, 2 of 3 seeds', 'not yet trained' */
  readonly words: string;
  /** The mean, undefined without a finished seed, and of what batch norm's unsettled statistics gave. */
  readonly mean: number | undefined;
  /** What the study printed for it, as a fraction and as it stands there. */
  readonly published: { readonly accuracy: number; readonly words: string } | undefined;
}

export function measuredRows(file: StudyFile, { measured }: Pick<Claim, 'measured'>): MeasuredRow[] {
  const several = {
    batches: new Set(measured.map(({ experiment }) => experiment.batch)).size > 1,
    scores: new Set(measured.map(({ score }) => score)).size > 1,
  };
  return measured.flatMap(({ experiment, score }) => {
    const cell = studyCell(file, experiment, experiment.batch);
    if (!cell) return [];
    const { images, epochs } = file.budget;
    const scores = scoresOfCell(cell, score, initialShare({ experiment: { ...experiment, images, epochs } }));
    const { accuracies } = scores;
    return [
      {
        name: [
          methodName(experiment),
          ...(several.batches ? [describeSetting(experiment, 'batch')] : []),
          ...(several.scores ? [score] : []),
        ].join(', '),
        accuracies: accuracies.length > 0 ? accuracies : scores.raw,
        words: describeCell(scores, cell, file.seeds.length),
        mean: accuracies.length > 0 ? mean(accuracies) : undefined,
        published: publishedFor({ experiment, score }),
      },
    ];
  });
}

/** Where a scale up to 1 begins that has all of them, and as much room below the lowest as a mark takes: 0.9, 0.8, 0.5 or 0. */
export function scaleStart(rows: readonly MeasuredRow[]): number {
  const lowest = Math.min(
    ...rows.flatMap(({ accuracies, published }) => [
      ...accuracies,
      ...(published ? [published.accuracy] : []),
    ]),
  );
  return [0.9, 0.8, 0.5].find((start) => lowest > start + (1 - start) / 50) ?? 0;
}

function describeCell(
  scores: Parameters<typeof describeScores>[0],
  { seeds, diverged }: StudyCell,
  wanted: number,
): string {
  const done = seeds.length + diverged;
  if (done === 0) return 'not yet trained';
  return [
    describeScores(scores),
    ...(diverged > 0 ? [`${diverged} diverged`] : []),
    ...(done < wanted ? [`${done} of ${wanted} seeds`] : []),
  ].join(', ');
}

function scoresOfCell(cell: StudyCell, score: MeasuredCell['score'], initialShare: number) {
  if (isSettled(initialShare)) return { accuracies: cell[score], raw: [] };
  return { accuracies: (score === 'test' && cell.recalibrated) || [], raw: cell[score] };
}

/** The study's history of BN at batch 2 is the only one that is told of (reference, point 4). */
const PUBLISHED_VALIDATION = 0.794;

function publishedFor({ experiment, score }: MeasuredCell): MeasuredRow['published'] {
  if (score === 'test') {
    const accuracy = publishedCell(experiment)?.accuracy;
    return accuracy === undefined ? undefined : { accuracy, words: percent(accuracy, 2) };
  }
  if (experiment.norm !== 'batch' || experiment.batch !== 2) return undefined;
  return { accuracy: PUBLISHED_VALIDATION, words: percent(PUBLISHED_VALIDATION) };
}

/** Where the numbers come from: how much was trained, when, on what; and that the buttons' runs are shorter, if so. */
export function describeSource(file: StudyFile): string {
  const { budgets } = STUDY;
  const whole = file.budget.name === 'full';
  return [
    `Measured: ${sourceOf(file, whole ? ', as in the study' : ` (the study: ${amount(budgets.full)})`)}.`,
    ...(whole
      ? [
          `What a button sets up is trained in minutes, with ${amount(budgets.quick)}: expect lower accuracies.`,
        ]
      : []),
  ].join(' ');
}

const amount = ({ images, epochs }: Pick<StudyFile['budget'], 'images' | 'epochs'>): string =>
  `${grouped(images)} images and ${counted(epochs, 'epoch')}`;

/** 'mean ± standard deviation over seeds 1, 2 and 3, from 6,000 images and 3 epochs, on 24 November 2026, …' */
function sourceOf({ budget, seeds, date, machine, engines, cells }: StudyFile, beside: string): string {
  const day = new Date(date).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const under = `${seeds.length === 1 ? 'seed' : 'seeds'} ${listOf(seeds.map(String))}`;
  const isFewer = cells.some((cell) => cell.seeds.length + cell.diverged < seeds.length);
  const fewer = isFewer ? ' (a row of fewer says so)' : '';
  return `mean ± standard deviation over ${under}${fewer}, from ${amount(budget)}${beside}, on ${day}, ${machine}, ${listOf(engines)}`;
}

/** Which of a claim's own figures few updates explain, or undefined. */
export function describeFewUpdates(
  { budget }: StudyFile,
  { measured }: Pick<Claim, 'measured'>,
): string | undefined {
  const { images, epochs } = budget;
  return describeWarmUps(
    measured.map(({ experiment }) => ({ experiment: { ...experiment, images, epochs } })),
  );
}
