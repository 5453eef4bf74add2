/**
 * Group normalization as the original study coded it: NHWC memory cut into `groups` contiguous runs an image, a
 * band of rows with all their channels, and gamma and beta follow the band. On dense layers it is group
 * normalization.
 */
import type { Grouping, InputSize } from './grouping.ts';

export const groupAsPublished = ({ batch, pixels, channels }: InputSize, groups: number): Grouping => ({
  view: [batch, groups, pixels, channels / groups],
  over: [2, 3],
  affine: [1, groups, 1, channels / groups],
  centred: true,
});
