/** From the results file to what stands beside a claim: rows of accuracies, and where they come from in words. */

import { describeScores } from '../../../../results/groups.ts';
import { mean } from '../../../../results/statistics.ts';
import { type StudyCell, type StudyFile, studyCell } from '../../../../results/studyFile.ts';
import { describeSetting, listOf, methodName } from '../../../../spec/describe.ts';
import { grouped, percent } from '../../../../spec/numbers.ts';
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
export function describeSource({ budget, seeds, date, machine, engines, cells }: StudyFile): string {
  const day = new Date(date).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const { quick, full } = STUDY.budgets;
  const amount = (of: { readonly images: number; readonly epochs: number }) =>
    `${grouped(of.images)} images and ${of.epochs} ${of.epochs === 1 ? 'epoch' : 'epochs'}`;
  const whole = budget.name === 'full';
  const beside = whole ? ', as in the study' : ` (the study: ${amount(full)})`;
  const under = `${seeds.length === 1 ? 'seed' : 'seeds'} ${listOf(seeds.map(String))}`;
  const fewer = cells.some((cell) => cell.seeds.length + cell.diverged < seeds.length)
    ? ' (a row of fewer says so)'
    : '';
  const shorter = whole
    ? ` What a button sets up is trained in minutes, with ${amount(quick)}: expect lower accuracies.`
    : '';
  return `Measured: mean ± standard deviation over ${under}${fewer}, from ${amount(budget)}${beside}, on ${day}, ${machine}, ${listOf(engines)}.${shorter}`;
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
