/**
 * What tells one normalization from another: which values share a mean and a variance, and which a gamma and a
 * beta. Each norm says so over a view [a, b, c, d] of its input, and normalize.ts does the rest, so a new norm
 * is one file here and one line in registry.ts.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
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
