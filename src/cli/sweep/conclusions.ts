/**
 * What the study's runs come to, as a page: each question that it leaves open, and a sentence a cell or a pair of cells
 * that answers it, with seeds and intervals. Fewer than MIN_SEEDS seeds are shown and claim nothing.
 */
import type { Group } from '../../results/groups.ts';
import { differenceInterval, type Interval, mean, meanInterval } from '../../results/statistics.ts';
import { inPoints, MIN_SEEDS } from '../../results/verdict.ts';
import { describeSetting, methodName } from '../../spec/describe.ts';
import { type Method, methodKey } from '../../spec/matrix.ts';
import { grouped, percent, percentage } from '../../spec/numbers.ts';
import { publishedCell, STUDY } from '../../spec/study.ts';
import type { Finished } from '../../training/events.ts';
import type { Board } from './board.ts';
import { batchesBetween } from './study.ts';

const [BN, GN_WS] = STUDY.methods;
const [GN, BANDS] = STUDY.asCoded.methods;
const [SMALL, MIDDLE, LARGE] = STUDY.batches;

/** Numbers of a cell's seeds, in words. */
interface Sample {
  readonly name: string;
  readonly values: readonly number[];
}

/** Markdown. */
export function describeConclusions(board: Board, date: Date): string {
  const { images = 0, epochs = 0 } = board.plan.rows[0]?.cells[0] ?? {};
  const larger = [...batchesBetween(board.plan), MIDDLE, LARGE];
  const sections = [
    section('Does BN fail at batch 2?', [
      difference(tests(board, GN_WS, SMALL), tests(board, BN, SMALL)),
      difference(tests(board, BN, MIDDLE), tests(board, BN, SMALL)),
    ]),
    section('Is it the statistics or the training?', statisticsOrTraining(board)),
    section('Does WS add anything to GN?', [
      difference(tests(board, GN_WS, SMALL), tests(board, GN, SMALL)),
      difference(tests(board, GN_WS, LARGE), tests(board, GN, LARGE)),
    ]),
    section('Do bands of rows in place of groups of channels matter?', [
      difference(tests(board, GN, SMALL), tests(board, BANDS, SMALL)),
    ]),
    section(
      'Do the two differ at larger batches?',
      larger.map((batch) => difference(tests(board, GN_WS, batch), tests(board, BN, batch))),
    ),
    section('Is the published figure of BN at batch 2 explicable?', published(board)),
  ];
  return `# What the study's runs say
Written by \`npm run reproduce\` on ${date.toISOString().slice(0, 10)}, from ${board.results.size} of ${board.total} runs: ${grouped(images)} training images, ${epochs} epochs.
Accuracies are of the test images unless said otherwise; intervals are 95 %: Student's of a mean, Welch's of a difference,
Student's of the differences where the same weights are tested twice. Where a cell has fewer than ${MIN_SEEDS} seeds its numbers
are shown and nothing is claimed.

${sections.join('\n')}`;
}

const section = (question: string, answers: readonly string[]): string =>
  `## ${question}\n${answers.map((answer) => `- ${answer}`).join('\n')}\n`;

function groupAt(board: Board, method: Method, batch: number): { name: string; group: Group | undefined } {
  const cell = board.plan.rows
    .flatMap(({ cells }) => cells)
    .find((each) => each.batch === batch && methodKey(each) === methodKey(method));
  return cell
    ? { name: `${methodName(cell)} at ${describeSetting(cell, 'batch')}`, group: board.groupOf(cell) }
    : { name: `${method.norm}, ${method.weights} at batch ${batch}`, group: undefined };
}

function tests(board: Board, method: Method, batch: number): Sample {
  const { name, group } = groupAt(board, method, batch);
  return { name, values: group?.accuracies ?? [] };
}

/** 'BN at batch 2: 88.12 % (87.60 to 88.64 %, 3 seeds)' */
function describeSample({ name, values }: Sample): string {
  if (values.length === 0) return `${name}: not yet trained`;
  const interval = meanInterval(values);
  const range = interval ? `${percentage(interval.low, 2)} to ${percentage(interval.high, 2)} %, ` : '';
  const seeds = values.length === 1 ? 'one seed' : `${values.length} seeds`;
  return `${name}: ${percent(mean(values), 2)} (${range}${seeds})`;
}

/** What each has, and what lies between them. @param above the one that is expected to be higher */
function difference(
  above: Sample,
  below: Sample,
  interval = differenceInterval(above.values, below.values),
): string {
  const both = `${describeSample(above)}. ${describeSample(below)}.`;
  const least = Math.min(above.values.length, below.values.length);
  if (least === 0) return both;
  const apart = mean(above.values) - mean(below.values);
  if (least < MIN_SEEDS || !interval) return `${both} ${inWords(apart)} so far; too few seeds for a claim.`;
  return `${both} **${told(interval, above.name, below.name)}**`;
}

const inWords = (apart: number): string => `${percentage(Math.abs(apart), 2)} points apart`;

function told(interval: Pick<Interval, 'estimate' | 'low' | 'high'>, above: string, below: string): string {
  const { estimate, low: least, high: most } = interval;
  if (most < 0) return told({ estimate: -estimate, low: -most, high: -least }, below, above);
  const { difference: by, low, high } = inPoints(interval);
  if (least > 0) return `${above} is ${by} points above ${below} (${low} to ${high}).`;
  return `No difference seen between ${above} and ${below}: ${by} points (${low} to ${high}).`;
}

function statisticsOrTraining(board: Board): string[] {
  const { name, group } = groupAt(board, BN, SMALL);
  const pairs = (group?.runs ?? []).flatMap(({ outcome }) => pairOf(outcome));
  const trained = [GN_WS, BN].map((method): Sample => {
    const at = groupAt(board, method, SMALL);
    return {
      name: `${at.name}, images of the last epoch as it trained on them`,
      values: (at.group?.runs ?? []).flatMap(({ history, outcome }) =>
        outcome.kind === 'finished' ? (history.at(-1)?.acc ?? []) : [],
      ),
    };
  });
  const [theirs, own] = trained;
  const anew = { name: `${name} with recalibrated statistics`, values: pairs.map(({ anew }) => anew) };
  const moving = { name: `${name} with its moving ones`, values: pairs.map(({ moving }) => moving) };
  return [
    pairs.length === 0
      ? `${name}: not yet tested both ways.`
      : // Of the same weights, so that what their seeds do to them is out of it.
        difference(anew, moving, meanInterval(pairs.map((both) => both.anew - both.moving))),
    difference(tests(board, GN_WS, SMALL), anew),
    ...(theirs && own ? [difference(theirs, own)] : []),
  ];
}

/** A test with moving statistics and one with others, whichever of them counts. */
function pairOf(outcome: Finished | { readonly kind: string }): { moving: number; anew: number }[] {
  if (!('test' in outcome)) return [];
  const again = outcome.recalibrated ?? outcome.retested;
  return again ? [{ moving: outcome.test.acc, anew: again.test.acc }] : [];
}

function published(board: Board): string[] {
  const { name, group } = groupAt(board, BN, SMALL);
  const runs = (group?.runs ?? []).filter(({ outcome }) => outcome.kind === 'finished');
  const figure = group && publishedCell(group.experiment)?.accuracy;
  if (runs.length === 0 || figure === undefined) return [`${name}: not yet trained.`];
  const lowest = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), 1);
  const test = lowest(runs.flatMap(({ outcome }) => ('test' in outcome ? outcome.test.acc : [])));
  const validation = lowest(runs.flatMap(({ history }) => history.map(({ val_acc }) => val_acc)));
  const seeds = runs.length === 1 ? 'one seed' : `${runs.length} seeds`;
  const near = Math.min(test, validation) <= figure;
  return [
    `Published: ${percent(figure, 2)}, beside a validation accuracy of 79.4 % in the study's own history. Of ${seeds} here the lowest test is ${percent(test, 2)}, the lowest validation after any epoch ${percent(validation, 2)}: ${near ? 'a network of this kind can score as low' : 'none came as low, tested in the middle of training or at its end'}.`,
  ];
}
