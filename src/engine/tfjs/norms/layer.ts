/** Layer normalization (Ba et al. 2016): statistics an image, over all pixels and channels. */
import type { Grouping, InputSize } from './grouping.ts';

export const layer = ({ batch, pixels, channels }: InputSize): Grouping => ({
  view: [batch, pixels, 1, channels],
  over: [1, 3],
  affine: [1, 1, 1, channels],
  centred: true,
});
