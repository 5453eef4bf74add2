/**
 * Max pooling, 2×2, stride 2, valid.
 *
 *   y = max of the window        dx = dy at the window's first maximum in row-major order, else 0
 */
import { maxPool } from '../kernels/core.ts';
import { poolGradient } from '../kernels/poolGradient.ts';
import type { LayerOp } from './layer.ts';

export const pool: LayerOp = (x) => {
  const y = maxPool(x);
  return { y, backward: (dy) => poolGradient(x, y, dy) };
};
