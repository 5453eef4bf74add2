/** A norm's statistics, channel by channel: those of a minibatch beside the moving ones. */
import type { Moments } from '../../../../inspection/question.ts';
import { median, short } from '../numbers.ts';

export interface Channel {
  readonly channel: number;
  readonly batchMean: number;
  readonly movingMean: number;
  /** Standard deviations, 0 of a channel that is silent. */
  readonly batchDeviation: number;
  readonly movingDeviation: number;
  /** Where recalibrating put the moving ones. */
  readonly newMean: number | undefined;
  readonly newDeviation: number | undefined;
}

const deviation = (variance: number | undefined): number => Math.sqrt(Math.max(0, variance ?? 0));

/** @param recalibrated the moving statistics anew, if there are any */
export function channelsOf(batch: Moments, moving: Moments, recalibrated: Moments | undefined): Channel[] {
  return Array.from(batch.mean, (batchMean, channel) => ({
    channel,
    batchMean,
    movingMean: moving.mean[channel] ?? 0,
    batchDeviation: deviation(batch.variance[channel]),
    movingDeviation: deviation(moving.variance[channel]),
    newMean: recalibrated?.mean[channel],
    newDeviation: recalibrated && deviation(recalibrated.variance[channel]),
  }));
}

/** Channels whose deviations can stand on a logarithmic axis. */
export const speaking = (channels: readonly Channel[]): Channel[] =>
  channels.filter(
    ({ batchDeviation, movingDeviation, newDeviation }) =>
      batchDeviation > 0 && movingDeviation > 0 && newDeviation !== 0,
  );

/**
 * In the channel in the middle, how many of the minibatch's deviations the means are apart, and how many times its
 * deviation the moving one is.
 */
export function describeChannels(channels: readonly Channel[], what = 'moving'): string {
  const heard = channels.filter(({ batchDeviation }) => batchDeviation > 0);
  const silent = channels.length - heard.length;
  const quiet =
    silent === 0
      ? ''
      : `${silent} of ${channels.length} channels ${silent === 1 ? 'is' : 'are'} silent in this minibatch.`;
  if (heard.length === 0) return quiet;
  const apart = median(
    heard.map(
      ({ batchMean, movingMean, batchDeviation }) => Math.abs(movingMean - batchMean) / batchDeviation,
    ),
  );
  const times = median(heard.map(({ movingDeviation, batchDeviation }) => movingDeviation / batchDeviation));
  const words = `In the middle channel the ${what} mean lies ${short(apart)} deviations from the minibatch's, and the ${what} deviation is ${short(times)} times its own.`;
  return [words, quiet].filter((part) => part !== '').join(' ');
}
