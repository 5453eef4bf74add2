/**
 * ReLU.
 *
 *   y = max(x, 0)        dx = dy where y > 0, else 0
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { map, type View } from '../kernels/fused.ts';
import type { LayerOp } from './layer.ts';

const flat = (x: Tensor): View => [1, 1, 1, x.size];

export function reluGradient(y: Tensor, dy: Tensor): Tensor {
  const view = flat(y);
  return map('choose(y, dy, 0.0)', { y: [y, view], dy: [dy, view] }, view, {}, y.shape);
}

export const relu: LayerOp = (x) => {
  const view = flat(x);
  // Not max(x, 0): a NaN must stay one, and GPUs may drop it there.
  const y = map('choose(-x, 0.0, x)', { x: [x, view] }, view, {}, x.shape);
  return { y, backward: (dy) => reluGradient(y, dy) };
};
