/**
 * What tells one normalization by statistics from another: which values share a mean and a variance, and which a gamma
 * and a beta, over a view [a, b, c, d] of its input. normalize.ts does the rest.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerNorm } from '../../../network/layers.ts';
import { descriptionOf } from '../../../network/norms.ts';
import type { Axis, View } from '../kernels/fused.ts';

export interface Grouping {
  readonly view: View;
  /** Axes over which statistics are taken, the longest first. */
  readonly over: readonly [Axis, ...Axis[]];
  /** The view's shape with 1 along the axes that share a gamma and a beta: it holds C values. */
  readonly affine: View;
  /** Whether the mean is subtracted. */
  readonly centred: boolean;
}

/** An input's extent: batch, pixels (1 on a dense layer), channels. */
export interface InputSize {
  readonly batch: number;
  readonly pixels: number;
  readonly channels: number;
}

export function inputSizeOf(x: Tensor): InputSize {
  const batch = x.shape[0] ?? 1;
  const channels = x.shape.at(-1) ?? 1;
  return { batch, channels, pixels: x.size / (batch * channels) };
}

/** @throws Error for a norm that takes no statistics */
export function groupingOf(norm: LayerNorm, { batch, pixels, channels }: InputSize): Grouping {
  const { statistics } = descriptionOf(norm);
  if (!statistics) throw new Error(`${norm.kind} takes no statistics`);
  const { images, pixels: among, channels: by, mean: centred } = statistics;
  const groups = by === 'groups' || by === 'bands' ? (norm.groups ?? 1) : 1;
  const each = channels / groups;
  // NHWC memory cut into contiguous runs an image; gamma and beta follow the run.
  if (by === 'bands')
    return { view: [batch, groups, pixels, each], over: [2, 3], affine: [1, groups, 1, each], centred };
  if (among === 'each')
    return { view: [batch, pixels, 1, channels], over: [3], affine: [1, 1, 1, channels], centred };
  return {
    view: [batch, pixels, groups, each],
    over: [1, ...(images === 'all' ? ([0] as const) : []), ...(by === 'each' ? [] : ([3] as const))],
    affine: [1, 1, groups, each],
    centred,
  };
}
