/** How far an image's companions move what the network says of it. */

import type { BatchMates } from '../../../../inspection/question.ts';
import { argmax, softmax } from '../../../../inspection/score.ts';
import { className, type DataSpec } from '../../../../spec/dataSpec.ts';
import type { BatchStatistics, Experiment } from '../../../../spec/experiment.ts';
import type { NormDescription } from '../../../../spec/norms/description.ts';
import { normNamed } from '../../../../spec/norms/norms.ts';
import { counted, percent } from '../../../../spec/numbers.ts';
import { short } from '../numbers.ts';

/** What is shown of the classes: logits, or what softmax makes of them. */
export type Scale = 'logits' | 'probabilities';

export const onScale = (logits: ArrayLike<number>, scale: Scale): number[] =>
  Array.from(scale === 'logits' ? logits : softmax(logits));

export interface Shift {
  /** Largest minus smallest over the draws, of the true class. */
  readonly logit: number;
  readonly probability: number;
  /** The class predicted in most draws, the first of equals, and how many draws predict another. */
  readonly usual: number;
  readonly changed: number;
}

const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

export function shiftOf({ image, draws }: Pick<BatchMates, 'image' | 'draws'>): Shift {
  const { label } = image;
  const votes = new Array<number>(draws[0]?.logits.length ?? 0).fill(0);
  for (const { logits } of draws) {
    const predicted = argmax(logits);
    votes[predicted] = (votes[predicted] ?? 0) + 1;
  }
  const usual = argmax(votes);
  return {
    logit: draws.length === 0 ? 0 : range(draws.map(({ logits }) => logits[label] ?? 0)),
    probability: draws.length === 0 ? 0 : range(draws.map(({ logits }) => softmax(logits)[label] ?? 0)),
    usual,
    changed: draws.length - (votes[usual] ?? 0),
  };
}

/** Below this share of the logits' own size, a shift is rounding. */
const ROUNDING = 1e-4;

/** 'The logit of Ankle boot, its true class, moves by 3.42 with its companions; …'. */
export function shiftHeadline(mates: BatchMates, scale: Scale, spec: DataSpec | undefined): string {
  const { image, draws, batch } = mates;
  const shift = shiftOf(mates);
  const truth = className(spec, image.label);
  if (batch === 1) return 'Minibatches of one have no companions: nothing can move.';
  const size = Math.max(1, ...draws.map(({ logits }) => Math.abs(logits[image.label] ?? 0)));
  if (shift.logit < ROUNDING * size) {
    const logit = short(draws[0]?.logits[image.label] ?? 0);
    return `Companions change nothing: the logit of ${truth}, the true class, is ${logit} in all ${counted(draws.length, 'minibatch', 'minibatches')}.`;
  }
  const moved =
    scale === 'logits'
      ? `logit of ${truth}, the true class, moves by ${short(shift.logit)}`
      : probabilityWords(truth, shift);
  const changes =
    shift.changed === 0
      ? `the prediction stays ${className(spec, shift.usual)}`
      : `the prediction changes in ${shift.changed} of ${counted(draws.length, 'minibatch', 'minibatches')}`;
  return `With other companions the ${moved}; ${changes}.`;
}

const probabilityWords = (truth: string, { probability }: Shift): string =>
  `probability of ${truth}, the true class, moves by ${percent(probability)}`;

/** What the method does with companions, in a sentence. */
export function companionWords({ norm, stats }: Pick<Experiment, 'norm' | 'stats'>): string {
  if (norm === 'none') return 'There is no norm, so each image is on its own.';
  const { statistics, words, ...description } = normNamed(norm);
  if (description.usesMinibatch) return companionsOf(words.plain, stats, description);
  return statistics
    ? 'This norm takes its statistics from each image alone.'
    : 'This norm takes no statistics, so each image is on its own.';
}

function companionsOf(
  plain: string,
  stats: BatchStatistics,
  { estimates = false, limits }: Pick<NormDescription, 'estimates' | 'limits'>,
): string {
  if (stats === 'moving')
    return `This ${plain.toLowerCase()} is frozen: it uses its moving statistics, whatever the minibatch.`;
  if (stats === 'estimated' && estimates)
    return `This ${plain.toLowerCase()} uses moving statistics that the minibatch has just entered, so that companions count a little.`;
  const corrected = limits
    ? ' The correction by moving ones leaves little of that once its limits are open.'
    : '';
  return `${plain} takes its statistics from the whole minibatch, so that companions count.${corrected}`;
}

/** What the values of several answers span, with some room. */
export function domainOf(answers: readonly BatchMates[], scale: Scale): [number, number] {
  if (scale === 'probabilities') return [0, 1];
  const values = answers.flatMap(({ moving, draws }) => [
    ...moving,
    ...draws.flatMap(({ logits }) => Array.from(logits)),
  ]);
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [-1, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const room = 0.04 * (high - low) || 0.5;
  return [low - room, high + room];
}
