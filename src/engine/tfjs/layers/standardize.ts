/**
 * Weight Standardization (Qiao et al. 2019, arXiv 1903.10520), over the K weights of each output channel:
 *
 *   d = w − mean(w)        s = sqrt(mean(d²))        y = d / (s + ε)
 *   dw = (dy − mean(dy)) / (s + ε) − d · mean(dy·d) / (s·(s + ε)²)
 *
 * (the mean of the last term over K is 0, as that of d is). A channel of equal weights has s = 0 and d = 0: the
 * last term is 0 there.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { map, sum, type View } from '../kernels/fused.ts';

export interface Standardized {
  readonly y: Tensor;
  backward(dy: Tensor): Tensor;
}

/** @param w […, output channels] */
export function standardize(w: Tensor, epsilon: number): Standardized {
  const channels = w.shape.at(-1) ?? 1;
  const count = w.size / channels;
  const full: View = [1, count, 1, channels];
  const each: View = [1, 1, 1, channels];
  const mean = sum(1, 'w', { w: [w, full] }, full, 1 / count);
  const variance = sum(1, '(w - m) * (w - m)', { w: [w, full], m: [mean, each] }, full, 1 / count);
  const y = map(
    '(w - m) / (sqrt(v) + epsilon)',
    { w: [w, full], m: [mean, each], v: [variance, each] },
    full,
    { epsilon },
    w.shape,
  );
  return {
    y,
    backward(dy) {
      const meanDy = sum(1, 'dy', { dy: [dy, full] }, full, 1 / count);
      const along = sum(
        1,
        'dy * (w - m)',
        { dy: [dy, full], w: [w, full], m: [mean, each] },
        full,
        1 / count,
      );
      return map(
        '(dy - meanDy) / (sqrt(v) + epsilon)' +
          ' - (w - m) * along / (max(sqrt(v), 1.0e-30) * (sqrt(v) + epsilon) * (sqrt(v) + epsilon))',
        {
          w: [w, full],
          dy: [dy, full],
          m: [mean, each],
          v: [variance, each],
          meanDy: [meanDy, each],
          along: [along, each],
        },
        full,
        { epsilon },
        w.shape,
      );
    },
  };
}
