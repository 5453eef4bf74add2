/** Sums: of two tensors, and over several axes, one kernel an axis: many short sums in parallel beat one long one. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { type Axis, type Inputs, map, type Scalars, sum, type View, without } from '../kernels/fused.ts';

/** a + b, of one shape. */
export function sumOfTwo(a: Tensor, b: Tensor): Tensor {
  const view: View = [1, 1, 1, a.size];
  return map('a + b', { a: [a, view], b: [b, view] }, view, {}, a.shape);
}

/** scale · the sum of the expression over the axes, the first of which should be the longest. */
export function sumOver(
  axes: readonly Axis[],
  expression: string,
  inputs: Inputs,
  shape: View,
  scale = 1,
  scalars: Scalars = {},
): Tensor {
  const [first = 0, ...others] = axes.filter((axis, i) => shape[axis] > 1 || i === axes.length - 1);
  let view = without(shape, first);
  let total = sum(first, expression, inputs, shape, others.length === 0 ? scale : 1, scalars);
  for (const [i, axis] of others.entries()) {
    const last = i === others.length - 1;
    const next = sum(axis, 'x', { x: [total, view] }, view, last ? scale : 1);
    total.dispose();
    total = next;
    view = without(view, axis);
  }
  return total;
}

/** Gradient of a bias: the sum of dy over all but its last axis. @param dy [N, …, C] @returns [1, 1, 1, C] */
export function biasGradient(dy: Tensor): Tensor {
  const batch = dy.shape[0] ?? 1;
  const channels = dy.shape.at(-1) ?? 1;
  const view: View = [batch, dy.size / (batch * channels), 1, channels];
  return sumOver([1, 0], 'dy', { dy: [dy, view] }, view);
}
