/** Mean and variance, summed in float64: squares are taken of what is left after the mean, so nothing cancels. */
import type { Moments } from './question.ts';

/** Sums over the values of each channel, which lie `channels` apart. */
function perChannel(
  values: ArrayLike<number>,
  channels: number,
  term: (value: number, channel: number) => number,
): Float64Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i += channels) {
    for (let c = 0; c < channels; c++) sums[c] = (sums[c] as number) + term(values[i + c] as number, c);
  }
  return sums;
}

/** Mean and population variance of each channel, in float64. @param values […, channels] */
export function channelMoments(values: ArrayLike<number>, channels: number) {
  const count = values.length / channels;
  const mean = perChannel(values, channels, (value) => value).map((sum) => sum / count);
  const variance = perChannel(values, channels, (value, c) => (value - (mean[c] as number)) ** 2).map(
    (sum) => sum / count,
  );
  return { mean, variance };
}

/** As `channelMoments`, rounded. @param values […, channels]; of a kernel the channels are its filters */
export function momentsOf(values: ArrayLike<number>, channels: number): Moments {
  const { mean, variance } = channelMoments(values, channels);
  return { mean: Float32Array.from(mean), variance: Float32Array.from(variance) };
}
