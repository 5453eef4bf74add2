/** Batch normalization (Ioffe & Szegedy 2015): statistics a channel, over the minibatch and all pixels. */
import type { Grouping, InputSize } from './grouping.ts';

export const batch = ({ batch, pixels, channels }: InputSize): Grouping => ({
  view: [batch, pixels, 1, channels],
  over: [1, 0],
  affine: [1, 1, 1, channels],
  centred: true,
});
