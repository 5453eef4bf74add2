/** The noise of a minibatch's mean and variance: which sizes are measured, what that costs, and what came out. */

import type { Noise, Question } from '../../../../inspection/question.ts';
import type { Experiment } from '../../../../spec/experiment.ts';
import { normNamed, usesMinibatch } from '../../../../spec/norms/norms.ts';
import { counted, grouped, percent } from '../../../../spec/numbers.ts';
import { short } from '../numbers.ts';

export const MINIBATCHES = 16;
const SIZES = [2, 8, 32, 128];

/** A few sizes, the run's own among them, none larger than what it trains on. In order. */
export function sizesFor({ batch, images }: Pick<Experiment, 'batch' | 'images'>): number[] {
  const sizes = [...new Set([...SIZES, batch])].filter((size) => size <= images);
  return sizes.toSorted((a, b) => a - b);
}

export const noiseQuestion = (
  experiment: Pick<Experiment, 'batch' | 'images'>,
  layer: string,
): Extract<Question, { readonly kind: 'noise' }> => ({
  kind: 'noise',
  layer,
  sizes: sizesFor(experiment),
  batches: MINIBATCHES,
});

/** Images that go through the network for an answer. */
export const imagesFor = (experiment: Pick<Experiment, 'batch' | 'images'>): number =>
  MINIBATCHES * sizesFor(experiment).reduce((sum, size) => sum + size, 0);

const percentOf = (fraction: number): string => percent(fraction, fraction < 0.1 ? 1 : 0);

/** 'In minibatches of 2, a channel's mean is off by 0.54 of its deviation and its variance by 75 %; …'. */
export function noiseHeadline(
  { sizes }: Noise,
  experiment: Pick<Experiment, 'norm' | 'stats' | 'batch'>,
): string {
  const { norm, batch } = experiment;
  const own = sizes.find((size) => size.batch === batch) ?? sizes[0];
  if (!own) return 'No minibatch could be measured.';
  const off = `${short(own.mean)} of its deviation and its variance by ${percentOf(own.variance)}`;
  const compared = sizes.at(-1);
  const larger =
    compared && compared.batch > own.batch
      ? `; in minibatches of ${compared.batch}, by ${short(compared.mean)} and ${percentOf(compared.variance)}`
      : '';
  if (usesMinibatch(experiment)) {
    return `In minibatches of ${own.batch}, a channel's mean is off by ${off}${larger}.`;
  }
  const spared =
    norm === 'none'
      ? 'There is no norm to see it'
      : normNamed(norm).usesMinibatch
        ? 'Frozen statistics never see it'
        : 'This norm never sees it';
  return `${spared}, but in minibatches of ${own.batch} a channel's mean would be off by ${off}${larger}.`;
}

/** Which number of the sizes is drawn. */
export type Statistic = 'mean' | 'variance';

export interface NoisePoint {
  readonly batch: number;
  readonly spread: number;
  readonly predicted: number;
  readonly own: boolean;
}

/** What can stand on a logarithmic axis. */
export function noisePoints({ sizes }: Noise, statistic: Statistic, batch: number): NoisePoint[] {
  return sizes
    .map((size) => ({
      batch: size.batch,
      spread: statistic === 'mean' ? size.mean : size.variance,
      predicted: statistic === 'mean' ? size.predictedMean : size.predictedVariance,
      own: size.batch === batch,
    }))
    .filter(({ spread }) => spread > 0);
}

/** 'BN: 0.7 at 2 (predicted 0.71), 0.35 at 8 (predicted 0.35).' */
export function noiseReadings(name: string, points: readonly NoisePoint[]): string {
  const readings = points.map(
    ({ batch, spread, predicted }) => `${short(spread)} at ${batch} (predicted ${short(predicted)})`,
  );
  return `${name}: ${readings.join(', ')}.`;
}

export const costWords = (images: number, runs: number): string =>
  `${counted(MINIBATCHES, 'minibatch', 'minibatches')} of each size, ${grouped(images)} images through ${runs === 1 ? 'the network' : 'both networks'}: this takes a while.`;
