/** The sum of two branches: y = x + b, and both get dy. */
import { reshape } from '../kernels/core.ts';
import type { LayerOp } from './layer.ts';
import { sumOfTwo } from './sums.ts';

export const add: LayerOp = (x, _, b) => ({
  y: sumOfTwo(x, b),
  backward: (dy) => reshape(dy, dy.shape),
});
