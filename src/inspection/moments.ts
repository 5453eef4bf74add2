/** A layer's mean and variance, as answers carry them. */
import { channelMoments } from '../training/channelMoments.ts';
import type { Moments } from './question.ts';

/** As `channelMoments`, rounded. @param values […, channels]; of a kernel the channels are its filters */
export function momentsOf(values: ArrayLike<number>, channels: number): Moments {
  const { mean, variance } = channelMoments(values, channels);
  return { mean: Float32Array.from(mean), variance: Float32Array.from(variance) };
}
