/**
 * exp and tanh in four lanes (relative errors, measured over all of their range: exp 0.9e-7, tanh 3.2e-7), a NaN kept.
 *
 *   exp x = 2ⁿ · exp f with n the integer nearest to x / ln 2 and f = x − n · ln 2, |f| ≤ ln 2 / 2
 *   tanh x = x · p(x²) / q(x²), polynomials of degrees 6 and 3: half the operations that tanh by exp takes
 *
 * The coefficients are Cephes's (expf.c) and Eigen's (MathFunctionsImpl.h).
 */
import { multiplyAdd } from './simd';

/** Beyond these exp is infinite or 0 in float32: the last of which the power of two can be made. */
const LARGEST: f32 = 88.3762626647949;
const SMALLEST: f32 = -87.3365478515625;
/** Beyond this tanh is ±1 in float32. */
const FLAT: f32 = 7.9053111;

/** 1.5 · 2²³, 0x4b400000: a float32 that has it added is rounded to a whole number, which stands in its last bits. */
const ROUND: f32 = 12582912;

/** exp x; at most exp 88.376, at least exp −87.337. */
export function exponential(x: v128): v128 {
  const within = clamped(x, SMALLEST, LARGEST);
  const n = wholePart(within);
  const power = powerOfTwo(n);
  return multiplyAdd(ofRest(within, n), power, power);
}

/** tanh x */
export function hyperbolicTangent(x: v128): v128 {
  const z = clamped(x, -FLAT, FLAT);
  const square = f32x4.mul(z, z);
  let p = multiplyAdd(square, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  p = multiplyAdd(square, p, f32x4.splat(-8.60467152213735e-11));
  p = multiplyAdd(square, p, f32x4.splat(5.12229709037114e-8));
  p = multiplyAdd(square, p, f32x4.splat(1.48572235717979e-5));
  p = multiplyAdd(square, p, f32x4.splat(6.37261928875436e-4));
  p = multiplyAdd(square, p, f32x4.splat(4.89352455891786e-3));
  let q = multiplyAdd(square, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
  q = multiplyAdd(square, q, f32x4.splat(2.268434632439e-3));
  q = multiplyAdd(square, q, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(z, p), q);
}

function clamped(x: v128, low: f32, high: f32): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(high)), f32x4.splat(low));
}

/** n, with ROUND added */
function wholePart(x: v128): v128 {
  return multiplyAdd(x, f32x4.splat(<f32>Math.LOG2E), f32x4.splat(ROUND));
}

/** 2ⁿ. @param n as wholePart has it */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127 - 0x4b400000)), 23);
}

/** exp f − 1. @param rounded as wholePart has it */
function ofRest(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, f32x4.splat(ROUND));
  // ln 2 in two parts, the first of which n times is exact.
  let f = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  f = f32x4.sub(f, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(p, f, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, f, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, f, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, f, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, f, f32x4.splat(5.0000001201e-1));
  return multiplyAdd(f32x4.mul(f, f), p, f);
}
