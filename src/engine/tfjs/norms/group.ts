/** Group normalization (Wu & He 2018): statistics an image and group of adjacent channels. */
import type { Grouping, InputSize } from './grouping.ts';

export const group = ({ batch, pixels, channels }: InputSize, groups: number): Grouping => ({
  view: [batch, pixels, groups, channels / groups],
  over: [1, 3],
  affine: [1, 1, groups, channels / groups],
  centred: true,
});
