/** Biases: one value a channel (or unit), added everywhere; so its gradient is the sum of dy over the channel. */
import { type Shape, sizeOf } from '../../network/layers.ts';
import { add, at } from './layer.ts';

const channelsOf = (output: Shape): number => output.at(-1) ?? 1;

/** @param bias [channels] @returns [count, …output] */
export const biases = (bias: Float64Array, count: number, output: Shape): Float64Array =>
  Float64Array.from({ length: count * sizeOf(output) }, (_, i) => at(bias, i % channelsOf(output)));

/** @param dy [count, …output] @returns [channels] */
export function sumOfChannels(dy: Float64Array, output: Shape): Float64Array {
  const channels = channelsOf(output);
  const sums = new Float64Array(channels);
  for (let i = 0; i < dy.length; i++) add(sums, i % channels, at(dy, i));
  return sums;
}
