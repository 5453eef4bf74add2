/**
 * Gradient of 2×2 max pooling that goes to the first maximum in row-major order. TensorFlow.js's own differs
 * between backends (cpu the first, webgpu the last), and after a ReLU ties at zero are the rule.
 *
 *   dx[h, w] = dy[h / 2, w / 2] if x[h, w] is its window's maximum y and no earlier value is, else 0
 *
 * A last odd row or column belongs to no window: 0 there.
 */
import { engine, type Tensor } from '@tensorflow/tfjs-core';

export const POOL_GRADIENT = 'FirstMaxPoolGradient';

/** @param x [N, H, W, C] @param y its 2×2 maxima @param dy like y */
export function poolGradient(x: Tensor, y: Tensor, dy: Tensor): Tensor {
  const dx: Tensor = engine().runKernel(POOL_GRADIENT, { x, y, dy });
  return dx;
}
