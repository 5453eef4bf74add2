/**
 * GELU (Hendrycks & Gimpel 2016, the exact form, by Φ and not by a tanh) and SiLU (Elfwing et al. 2018), and what they do
 * to a gradient:
 *
 *   gelu   y = x · Φ(x)           dx = dy · (Φ(x) + x · φ(x))
 *   silu   y = x · σ(x)           dx = dy · σ(x) · (1 + x · (1 − σ(x)))
 *
 * Arguments: function; x, for the gradient dy, and y or dx, each by the address of its first inner pixel, bytes an image,
 * a row; height, values a row. Unit: a row of an image.
 */
import { Activation, ActivationFunction } from '../src/engine/wasm/kernels';
import { exponential } from './exponential';
import { multiplyAdd, storeLanes } from './simd';
import { batch, firstUnit, lastUnit } from './state';

export function activation(a: usize): void {
  activationRows(a, false);
}

export function activationGradient(a: usize): void {
  activationRows(a, true);
}

function activationRows(a: usize, gradient: bool): void {
  const gelu = load<i32>(a, 4 * Activation.activation) === ActivationFunction.gelu;
  const height = load<i32>(a, 4 * Activation.height);
  const length = load<i32>(a, 4 * Activation.rowLength);
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const image = <usize>(unit / height);
    const row = <usize>(unit % height);
    const x =
      load<usize>(a, 4 * Activation.x) +
      image * load<usize>(a, 4 * Activation.xImage) +
      row * load<usize>(a, 4 * Activation.xRow);
    const dy = gradient
      ? load<usize>(a, 4 * Activation.dy) +
        image * load<usize>(a, 4 * Activation.dyImage) +
        row * load<usize>(a, 4 * Activation.dyRow)
      : 0;
    const to =
      load<usize>(a, 4 * Activation.y) +
      image * load<usize>(a, 4 * Activation.yImage) +
      row * load<usize>(a, 4 * Activation.yRow);
    for (let i = 0; i < length; i += 4) {
      const at = <usize>i * 4;
      const value = v128.load(x + at);
      let result: v128;
      if (gradient) {
        const slope = gelu ? geluSlope(value) : siluSlope(value);
        result = f32x4.mul(v128.load(dy + at), slope);
      } else result = f32x4.mul(value, gelu ? normalShare(value, normalDensity(value)) : sigmoid(value));
      if (i + 4 <= length) v128.store(to + at, result);
      else storeLanes(to + at, result, result, length - i);
    }
  }
}

/** φ(x) */
function normalDensity(x: v128): v128 {
  const power = f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5));
  return f32x4.mul(exponential(power), f32x4.splat(0.3989422804));
}

/** Φ(x) within 1e-7: Abramowitz & Stegun 26.2.17 gives 1 − Φ(|x|). @param density φ(x) */
function normalShare(x: v128, density: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, multiplyAdd(f32x4.abs(x), f32x4.splat(0.2316419), one));
  let p = f32x4.splat(1.330274429);
  p = multiplyAdd(p, t, f32x4.splat(-1.821255978));
  p = multiplyAdd(p, t, f32x4.splat(1.781477937));
  p = multiplyAdd(p, t, f32x4.splat(-0.356563782));
  p = multiplyAdd(p, t, f32x4.splat(0.31938153));
  const tail = f32x4.mul(density, f32x4.mul(p, t));
  return v128.bitselect(f32x4.sub(one, tail), tail, f32x4.gt(x, f32x4.splat(0)));
}

function geluSlope(x: v128): v128 {
  const density = normalDensity(x);
  return multiplyAdd(x, density, normalShare(x, density));
}

function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

function siluSlope(x: v128): v128 {
  const one = f32x4.splat(1);
  const share = sigmoid(x);
  return f32x4.mul(share, multiplyAdd(x, f32x4.sub(one, share), one));
}
