/** Instance normalization (Ulyanov et al. 2016): statistics an image and channel, over all pixels. */
import type { Grouping, InputSize } from './grouping.ts';

export const instance = ({ batch, pixels, channels }: InputSize): Grouping => ({
  view: [batch, pixels, 1, channels],
  over: [1],
  affine: [1, 1, 1, channels],
  centred: true,
});
