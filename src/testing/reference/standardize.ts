/**
 * Weight Standardization (Qiao et al. 2019, arXiv 1903.10520), over the K weights of each output channel:
 *
 *   d = w − mean(w)        s = sqrt(mean(d²))        y = d / (s + ε)
 *   dd = dy / (s + ε) − d · mean(dy·d) / (s·(s + ε)²)        dw = dd − mean(dd)
 *
 * A channel of equal weights has d = 0 and s = 0: the second term is 0 there.
 */
import { add, at } from './layer.ts';

export interface Standardized {
  /** Like w. */
  readonly y: Float64Array;
  backward(dy: Float64Array): Float64Array;
}

/** @param w […, channels] */
export function standardize(w: Float64Array, channels: number, epsilon: number): Standardized {
  const meanOf = (value: (i: number) => number): Float64Array => {
    const means = new Float64Array(channels);
    for (let i = 0; i < w.length; i++) add(means, i % channels, (value(i) * channels) / w.length);
    return means;
  };
  const mean = meanOf((i) => at(w, i));
  const d = w.map((value, i) => value - at(mean, i % channels));
  const s = meanOf((i) => at(d, i) ** 2).map(Math.sqrt);
  return {
    y: d.map((value, i) => value / (at(s, i % channels) + epsilon)),
    backward(dy) {
      const along = meanOf((i) => at(dy, i) * at(d, i));
      const dd = d.map((value, i) => {
        const deviation = at(s, i % channels);
        const direct = at(dy, i) / (deviation + epsilon);
        if (deviation === 0) return direct;
        return direct - (value * at(along, i % channels)) / (deviation * (deviation + epsilon) ** 2);
      });
      const meanDd = meanOf((i) => at(dd, i));
      return dd.map((value, i) => value - at(meanDd, i % channels));
    },
  };
}
