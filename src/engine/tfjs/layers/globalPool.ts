/** Global average pooling over P pixels: y = mean of each channel, dx = dy / P. */

import { reshape } from '../kernels/core.ts';
import { map, type View } from '../kernels/fused.ts';
import type { LayerOp } from './layer.ts';
import { sumOver } from './sums.ts';

export const globalPool: LayerOp = (x) => {
  const [batch = 1] = x.shape;
  const channels = x.shape.at(-1) ?? 1;
  const pixels = x.size / (batch * channels);
  const full: View = [batch, pixels, 1, channels];
  const each: View = [batch, 1, 1, channels];
  return {
    y: reshape(sumOver([1], 'x', { x: [x, full] }, full, 1 / pixels), [batch, channels]),
    backward: (dy) => map('dy * share', { dy: [dy, each] }, full, { share: 1 / pixels }, x.shape),
  };
};
