/**
 * The matrix product behind Winograd's convolutions, tiled as multiplyTile.ts is, but over windows that follow one
 * another in memory, and with all loops in one call: sums are as short as there are channels, so calls would show.
 *
 *   y[w][o] = Σ_i x[w][i] · kernel[o / 8][i][o mod 8]
 */
import { multiplyAdd } from './simd';
import { narrow } from './state';

/**
 * @param count windows; up to a whole number of tiles, windows behind them are written to
 * @param inputs of a window of x, as `outputs` of y; a multiple of 4
 */
export function multiplyWindows(
  x: usize,
  count: i32,
  inputs: i32,
  kernel: usize,
  y: usize,
  outputs: i32,
): void {
  if (narrow) multiplyWindows4(x, count, inputs, kernel, y, outputs);
  else multiplyWindows6(x, count, inputs, kernel, y, outputs);
}

function multiplyWindows6(x: usize, count: i32, inputs: i32, kernel: usize, y: usize, outputs: i32): void {
  const xStep = <usize>inputs * 4;
  const yStep = <usize>outputs * 4;
  for (let output = 0; output < outputs; output += 8) {
    const whole = outputs - output >= 8;
    let p0 = x;
    let to = y + <usize>output * 4;
    for (let window = 0; window < count; window += 6) {
      let p1 = p0 + xStep;
      let p2 = p1 + xStep;
      let p3 = p2 + xStep;
      let p4 = p3 + xStep;
      let p5 = p4 + xStep;
      let k = kernel;
      let a0 = f32x4.splat(0);
      let b0 = f32x4.splat(0);
      let a1 = a0;
      let b1 = b0;
      let a2 = a0;
      let b2 = b0;
      let a3 = a0;
      let b3 = b0;
      let a4 = a0;
      let b4 = b0;
      let a5 = a0;
      let b5 = b0;
      for (let i = 0; i < inputs; i++) {
        const low = v128.load(k);
        const high = v128.load(k, 16);
        const x0 = v128.load_splat<f32>(p0);
        a0 = multiplyAdd(x0, low, a0);
        b0 = multiplyAdd(x0, high, b0);
        const x1 = v128.load_splat<f32>(p1);
        a1 = multiplyAdd(x1, low, a1);
        b1 = multiplyAdd(x1, high, b1);
        const x2 = v128.load_splat<f32>(p2);
        a2 = multiplyAdd(x2, low, a2);
        b2 = multiplyAdd(x2, high, b2);
        const x3 = v128.load_splat<f32>(p3);
        a3 = multiplyAdd(x3, low, a3);
        b3 = multiplyAdd(x3, high, b3);
        const x4 = v128.load_splat<f32>(p4);
        a4 = multiplyAdd(x4, low, a4);
        b4 = multiplyAdd(x4, high, b4);
        const x5 = v128.load_splat<f32>(p5);
        a5 = multiplyAdd(x5, low, a5);
        b5 = multiplyAdd(x5, high, b5);
        p0 += 4;
        p1 += 4;
        p2 += 4;
        p3 += 4;
        p4 += 4;
        p5 += 4;
        k += 32;
      }
      p0 = p5;
      to = storeEight(to, a0, b0, whole, yStep);
      to = storeEight(to, a1, b1, whole, yStep);
      to = storeEight(to, a2, b2, whole, yStep);
      to = storeEight(to, a3, b3, whole, yStep);
      to = storeEight(to, a4, b4, whole, yStep);
      to = storeEight(to, a5, b5, whole, yStep);
    }
    kernel += <usize>inputs * 32;
  }
}

function multiplyWindows4(x: usize, count: i32, inputs: i32, kernel: usize, y: usize, outputs: i32): void {
  const xStep = <usize>inputs * 4;
  const yStep = <usize>outputs * 4;
  for (let output = 0; output < outputs; output += 8) {
    const whole = outputs - output >= 8;
    let p0 = x;
    let to = y + <usize>output * 4;
    for (let window = 0; window < count; window += 4) {
      let p1 = p0 + xStep;
      let p2 = p1 + xStep;
      let p3 = p2 + xStep;
      let k = kernel;
      let a0 = f32x4.splat(0);
      let b0 = f32x4.splat(0);
      let a1 = a0;
      let b1 = b0;
      let a2 = a0;
      let b2 = b0;
      let a3 = a0;
      let b3 = b0;
      for (let i = 0; i < inputs; i++) {
        const low = v128.load(k);
        const high = v128.load(k, 16);
        const x0 = v128.load_splat<f32>(p0);
        a0 = multiplyAdd(x0, low, a0);
        b0 = multiplyAdd(x0, high, b0);
        const x1 = v128.load_splat<f32>(p1);
        a1 = multiplyAdd(x1, low, a1);
        b1 = multiplyAdd(x1, high, b1);
        const x2 = v128.load_splat<f32>(p2);
        a2 = multiplyAdd(x2, low, a2);
        b2 = multiplyAdd(x2, high, b2);
        const x3 = v128.load_splat<f32>(p3);
        a3 = multiplyAdd(x3, low, a3);
        b3 = multiplyAdd(x3, high, b3);
        p0 += 4;
        p1 += 4;
        p2 += 4;
        p3 += 4;
        k += 32;
      }
      p0 = p3;
      to = storeEight(to, a0, b0, whole, yStep);
      to = storeEight(to, a1, b1, whole, yStep);
      to = storeEight(to, a2, b2, whole, yStep);
      to = storeEight(to, a3, b3, whole, yStep);
    }
    kernel += <usize>inputs * 32;
  }
}

/** Stores eight outputs, or four; the address of the next window's. */
function storeEight(to: usize, low: v128, high: v128, whole: bool, step: usize): usize {
  v128.store(to, low);
  if (whole) v128.store(to, high, 16);
  return to + step;
}
