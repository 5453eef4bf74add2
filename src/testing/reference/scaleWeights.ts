/**
 * Scaled Weight Standardization (Brock et al. 2021, arXiv 2101.08692), over the K weights of each output channel:
 *
 *   d = w − mean(w)        v = mean(d²) + ε        s = factor / sqrt(v·K)        y = gain·s·d
 *   dgain = s·Σ dy·d         dd = gain·s·(dy − d·mean(dy·d) / v)                 dw = dd − mean(dd)
 */
import { SCALED_WS } from '../../network/layers.ts';
import { add, at } from './layer.ts';

export interface Scaled {
  /** Like w. */
  readonly y: Float64Array;
  backward(dy: Float64Array): { readonly dkernel: Float64Array; readonly dgain: Float64Array };
}

/** @param w […, channels] @param gain [channels] */
export function scaleWeights(w: Float64Array, gain: Float64Array): Scaled {
  const channels = gain.length;
  const { epsilon, factor } = SCALED_WS;
  const count = w.length / channels;
  const meanOf = (value: (i: number) => number): Float64Array => {
    const means = new Float64Array(channels);
    for (let i = 0; i < w.length; i++) add(means, i % channels, value(i) / count);
    return means;
  };
  const mean = meanOf((i) => at(w, i));
  const d = w.map((value, i) => value - at(mean, i % channels));
  const variance = meanOf((i) => at(d, i) ** 2).map((v) => v + epsilon);
  const scale = variance.map((v) => factor / Math.sqrt(v * count));
  return {
    y: d.map((value, i) => at(gain, i % channels) * at(scale, i % channels) * value),
    backward(dy) {
      const along = meanOf((i) => at(dy, i) * at(d, i));
      const dd = d.map((value, i) => {
        const c = i % channels;
        return at(gain, c) * at(scale, c) * (at(dy, i) - (value * at(along, c)) / at(variance, c));
      });
      const meanDd = meanOf((i) => at(dd, i));
      return {
        dkernel: dd.map((value, i) => value - at(meanDd, i % channels)),
        dgain: along.map((value, c) => value * count * at(scale, c)),
      };
    },
  };
}
