/** [N, H, W, C] to [N, H · W · C]: another view of the same values, and back. */
import { reshape } from '../kernels/core.ts';
import type { LayerOp } from './layer.ts';

export const flatten: LayerOp = (x) => {
  const batch = x.shape[0] ?? 1;
  return { y: reshape(x, [batch, x.size / batch]), backward: (dy) => reshape(dy, x.shape) };
};
