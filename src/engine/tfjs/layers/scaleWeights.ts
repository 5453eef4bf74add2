/**
 * Scaled Weight Standardization (Brock et al. 2021, arXiv 2101.08692), over the K weights of each output channel:
 *
 *   d = w − mean(w)        v = mean(d²) + ε        s = factor / sqrt(v·K)        y = gain·s·d
 *   dgain = s·Σ dy·d       dw = gain·s·(dy − mean(dy) − d·mean(dy·d) / v)
 *
 * (the mean of the last term over K is 0, as that of d is).
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { SCALED_WS } from '../../../network/layers.ts';
import { map, sum, type View } from '../kernels/fused.ts';

export interface Scaled {
  readonly y: Tensor;
  backward(dy: Tensor): { readonly dkernel: Tensor; readonly dgain: Tensor };
}

/** @param w […, output channels] @param gain [output channels] */
export function scaleWeights(w: Tensor, gain: Tensor): Scaled {
  const count = w.size / gain.size;
  const full: View = [1, count, 1, gain.size];
  const each: View = [1, 1, 1, gain.size];
  const { epsilon } = SCALED_WS;
  const scalars = { epsilon, factor: SCALED_WS.factor / Math.sqrt(count) };
  const mean = sum(1, 'w', { w: [w, full] }, full, 1 / count);
  const centred = { w: [w, full], m: [mean, each] } as const;
  const variance = sum(1, '(w - m) * (w - m)', centred, full, 1 / count);
  const inputs = { ...centred, v: [variance, each], gain: [gain, each] } as const;
  const scale = 'factor / sqrt(v + epsilon)';
  return {
    y: map(`gain * ${scale} * (w - m)`, inputs, full, scalars, w.shape),
    backward(dy) {
      const meanDy = sum(1, 'dy', { dy: [dy, full] }, full, 1 / count);
      const along = sum(1, 'dy * (w - m)', { dy: [dy, full], ...centred }, full, 1 / count);
      const ofDy = { dy: [dy, full], meanDy: [meanDy, each], along: [along, each] } as const;
      return {
        dkernel: map(
          `gain * ${scale} * (dy - meanDy - (w - m) * along / (v + epsilon))`,
          { ...inputs, ...ofDy },
          full,
          scalars,
          w.shape,
        ),
        dgain: map(
          `count * along * ${scale}`,
          { along: [along, each], v: [variance, each] },
          each,
          { ...scalars, count },
          gain.shape,
        ),
      };
    },
  };
}
