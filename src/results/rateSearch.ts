/**
 * The learning rate of a cell, searched: each of a few is tried under the first seed, and the one with the best
 * validation accuracy after the last epoch is taken, the lower of two that are alike; test images have no say. A norm
 * that is judged at another norm's learning rate is judged wrongly.
 */
import { listOf } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { percent, plain } from '../spec/numbers.ts';
import type { EpochResult, Finished } from '../training/events.ts';

export interface RateTrial {
  readonly rate: number;
  readonly ended: boolean;
  /** Of the validation images, a fraction; undefined before it ended, and where it diverged. */
  readonly accuracy: number | undefined;
}

export interface RateSearch {
  /** By ascending rate. */
  readonly trials: readonly RateTrial[];
  /** Undefined until all have ended, and where all of them diverged. */
  readonly chosen: number | undefined;
}

/** A run that came to an end, however it did. */
export interface EndedTrial {
  readonly diverged: boolean;
  /** Accuracy. */
  readonly validation: number | undefined;
}

/**
 * What a run is chosen by: the last epoch's validation, with recalibrated statistics where moving ones had
 * not settled, as its test is judged.
 */
export function endedTrial(
  outcome: { readonly kind: string } & Pick<Partial<Finished>, 'recalibrated'>,
  history: readonly EpochResult[],
): EndedTrial {
  const validation = outcome.recalibrated?.validation?.acc ?? history.at(-1)?.val_acc;
  return { diverged: outcome.kind !== 'finished', validation };
}

/** One experiment a rate. */
export const trialsOf = (cell: Experiment, rates: readonly number[]): Experiment[] =>
  rates.map((lr) => ({ ...cell, lr, repeats: 1 }));

export function searchRates(
  trials: readonly Experiment[],
  endOf: (trial: Experiment) => EndedTrial | undefined,
): RateSearch {
  const seen = trials.map((trial): RateTrial => {
    const end = endOf(trial);
    const accuracy = end?.diverged === false ? end.validation : undefined;
    return { rate: trial.lr, ended: end !== undefined, accuracy };
  });
  const best = Math.max(...seen.map(({ accuracy }) => accuracy ?? -1));
  const chosen = seen.every(({ ended }) => ended)
    ? seen.find(({ accuracy }) => accuracy === best)
    : undefined;
  return { trials: seen, chosen: chosen?.rate };
}

/** '0.001: 84.2 %, 0.01: 61.0 %, 0.1: diverged. Taken: 0.001.' */
export function describeSearch({ trials, chosen }: RateSearch): string {
  const tried = trials.map(({ rate, ended, accuracy }) => {
    const seen = accuracy === undefined ? (ended ? 'diverged' : 'not tried yet') : percent(accuracy);
    return `${plain(rate)}: ${seen}`;
  });
  const taken = chosen === undefined ? '' : ` Taken: ${plain(chosen)}.`;
  return `${tried.join(', ')}.${taken}`;
}

/** What a verdict says of it, where runs were compared. */
export const describeRates = (rates: readonly number[]): string =>
  `Each at the learning rate that did best on the validation images, of ${listOf(rates.map(plain))}, tried under one seed.`;

/** The same where all were trained at one. */
export const describeOneRate = (rate: number): string =>
  `All at learning rate ${plain(rate)}, which was not searched for each.`;
