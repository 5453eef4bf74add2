/**
 * tanh as an expression of fused.ts. Those of GLSL and WGSL may be off by 1e-5 and overflow for large values; this one is
 * within 1e-6 of the true value, relative to it.
 *
 *   |z| < 0.1: the Taylor series        else (1 − e)/(1 + e) with e = exp(−2|z|), of z's sign
 *
 * @param z an expression that is written out several times
 */
export function tanh(z: string): string {
  const e = `exp(-2.0 * abs(${z}))`;
  const square = `(${z}) * (${z})`;
  const large = `choose(${z}, 1.0, -1.0) * (1.0 - ${e}) / (1.0 + ${e})`;
  const small = `(${z}) * (1.0 - ${square} * (0.333333333 - ${square} * (0.133333333 - ${square} * 0.053968254)))`;
  // Written so that a NaN stays one.
  return `choose(abs(${z}) - 0.1, ${large}, ${small})`;
}
