/**
 * GELU (Hendrycks & Gimpel 2016, the exact form) and SiLU (Elfwing et al. 2018).
 *
 *   gelu   y = x · Φ(x)           dx = dy · (Φ(x) + x · φ(x))
 *   silu   y = x · σ(x)           dx = dy · σ(x) · (1 + x · (1 − σ(x)))
 *
 * Φ within 1e-7: Abramowitz & Stegun 26.2.17 gives 1 − Φ(|x|).
 */
import { map, type View } from '../kernels/fused.ts';
import type { LayerOp } from './layer.ts';

const DENSITY = '0.3989422804 * exp(-0.5 * x * x)';
const T = '(1.0 / (1.0 + 0.2316419 * abs(x)))';
const SERIES = `${T} * (0.31938153 + ${T} * (-0.356563782 + ${T} * (1.781477937 + ${T} * (-1.821255978 + ${T} * 1.330274429))))`;
const TAIL = `${DENSITY} * ${SERIES}`;
const SHARE = `choose(x, 1.0 - ${TAIL}, ${TAIL})`;
const SIGMOID = '(1.0 / (1.0 + exp(-x)))';

const FUNCTIONS = {
  gelu: { value: `x * ${SHARE}`, slope: `(${SHARE} + x * ${DENSITY})` },
  silu: { value: `x * ${SIGMOID}`, slope: `${SIGMOID} * (1.0 + x * (1.0 - ${SIGMOID}))` },
} as const;

export function smoothActivation(name: keyof typeof FUNCTIONS): LayerOp {
  const { value, slope } = FUNCTIONS[name];
  return (x) => {
    const view: View = [1, 1, 1, x.size];
    return {
      y: map(value, { x: [x, view] }, view, {}, x.shape),
      backward: (dy) => map(`dy * ${slope}`, { x: [x, view], dy: [dy, view] }, view, {}, x.shape),
    };
  };
}
