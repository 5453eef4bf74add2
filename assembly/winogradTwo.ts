/**
 * The transforms of F(2×2, 3×3), with the points 0, 1, −1 and ∞ (see winograd.ts):
 *
 *        | 1  0 −1  0 |       | 1   0   0 |
 *   Bᵀ = | 0  1  1  0 |   G = | ½   ½   ½ |   Aᵀ = | 1  1  1  0 |
 *        | 0 −1  1  0 |       | ½  −½   ½ |        | 0  1 −1 −1 |
 *        | 0  1  0 −1 |       | 0   0   1 |
 */
import { Convolve, Size } from '../src/engine/wasm/kernels';
import { scratch } from './state';

/** Scratch: 16 vectors in between. */
const TEMPORARY: usize = Size.list;

/** G g Gᵀ of four lanes: nine taps, 32 bytes apart, to sixteen positions. */
export function kernelTwo(taps: usize, to: usize, position: usize): void {
  const half = f32x4.splat(0.5);
  // The rows of G g stand behind the taps.
  const rows = taps + 288;
  for (let c: usize = 0; c < 96; c += 32) {
    const g0 = v128.load(taps + c);
    const g1 = v128.load(taps + c, 96);
    const g2 = v128.load(taps + c, 192);
    const ends = f32x4.add(g0, g2);
    v128.store(rows + c, g0);
    v128.store(rows + c, f32x4.mul(half, f32x4.add(ends, g1)), 96);
    v128.store(rows + c, f32x4.mul(half, f32x4.sub(ends, g1)), 192);
    v128.store(rows + c, g2, 288);
  }
  for (let r: usize = 0; r < 4; r++) {
    const g0 = v128.load(rows + r * 96);
    const g1 = v128.load(rows + r * 96, 32);
    const g2 = v128.load(rows + r * 96, 64);
    const ends = f32x4.add(g0, g2);
    const at = to + r * 4 * position;
    v128.store(at, g0);
    v128.store(at + position, f32x4.mul(half, f32x4.add(ends, g1)));
    v128.store(at + position * 2, f32x4.mul(half, f32x4.sub(ends, g1)));
    v128.store(at + position * 3, g2);
  }
}

/** Rows fromRow … toRow − 1 of Bᵀ d B of one window, all channels; `position` bytes from one of the 16 to the next. */
export function windowTwo(
  x: usize,
  row: usize,
  channels: i32,
  to: usize,
  position: usize,
  fromRow: i32,
  toRow: i32,
): void {
  const temporary = scratch + TEMPORARY;
  const pixel = <usize>channels * 4;
  for (let c: usize = 0; c < pixel; c += 16) {
    for (let r: usize = 0; r < 4; r++) {
      const from = x + c + r * row;
      const d0 = v128.load(from);
      const d1 = v128.load(from + pixel);
      const d2 = v128.load(from + pixel * 2);
      const d3 = v128.load(from + pixel * 3);
      const at = temporary + r * 64;
      v128.store(at, f32x4.sub(d0, d2));
      v128.store(at, f32x4.add(d1, d2), 16);
      v128.store(at, f32x4.sub(d2, d1), 32);
      v128.store(at, f32x4.sub(d1, d3), 48);
    }
    for (let k: usize = 0; k < 4; k++) {
      const from = temporary + k * 16;
      const at = to + c + k * position;
      const d1 = v128.load(from, 64);
      const d2 = v128.load(from, 128);
      if (fromRow === 0) v128.store(at, f32x4.sub(v128.load(from), d2));
      if (fromRow <= 1 && toRow > 1) v128.store(at + position * 4, f32x4.add(d1, d2));
      if (fromRow <= 2 && toRow > 2) v128.store(at + position * 8, f32x4.sub(d2, d1));
      if (toRow > 3) v128.store(at + position * 12, f32x4.sub(d1, v128.load(from, 192)));
    }
  }
}

/** Aᵀ m A of one window, plus bias, then ReLU: four pixels of y. */
export function productsTwo(a: usize, m: usize, position: usize, y: usize, channels: i32): void {
  const pixel = <usize>channels * 4;
  const row = load<usize>(a, 4 * Convolve.yRow);
  const bias = load<usize>(a, 4 * Convolve.bias);
  const biasMask: usize = load<i32>(a, 4 * Convolve.hasBias) !== 0 ? -1 : 0;
  const floor = f32x4.splat(load<i32>(a, 4 * Convolve.relu) !== 0 ? 0 : -Infinity);
  for (let c: usize = 0; c < pixel; c += 16) {
    const offset = v128.load(bias + (c & biasMask));
    let top0 = offset;
    let top1 = offset;
    let bottom0 = offset;
    let bottom1 = offset;
    for (let k: usize = 0; k < 4; k++) {
      const from = m + c + k * position;
      const m1 = v128.load(from + position * 4);
      const m2 = v128.load(from + position * 8);
      const upper = f32x4.add(f32x4.add(v128.load(from), m1), m2);
      const lower = f32x4.sub(f32x4.sub(m1, m2), v128.load(from + position * 12));
      if (k < 3) {
        top0 = f32x4.add(top0, upper);
        bottom0 = f32x4.add(bottom0, lower);
      }
      if (k === 1) {
        top1 = f32x4.add(top1, upper);
        bottom1 = f32x4.add(bottom1, lower);
      } else if (k > 1) {
        top1 = f32x4.sub(top1, upper);
        bottom1 = f32x4.sub(bottom1, lower);
      }
    }
    const to = y + c;
    v128.store(to, f32x4.max(top0, floor));
    v128.store(to + pixel, f32x4.max(top1, floor));
    v128.store(to + row, f32x4.max(bottom0, floor));
    v128.store(to + row + pixel, f32x4.max(bottom1, floor));
  }
}

/** Rows fromRow … toRow − 1 of A dy Aᵀ of one window, all channels. */
export function gradientTwo(
  dy: usize,
  row: usize,
  channels: i32,
  to: usize,
  position: usize,
  fromRow: i32,
  toRow: i32,
): void {
  const pixel = <usize>channels * 4;
  const zero = f32x4.splat(0);
  for (let c: usize = 0; c < pixel; c += 16) {
    const top0 = v128.load(dy + c);
    const top1 = v128.load(dy + c + pixel);
    const bottom0 = v128.load(dy + c + row);
    const bottom1 = v128.load(dy + c + row + pixel);
    for (let r = fromRow; r < toRow; r++) {
      let left = top0;
      let right = top1;
      if (r === 1) {
        left = f32x4.add(top0, bottom0);
        right = f32x4.add(top1, bottom1);
      } else if (r === 2) {
        left = f32x4.sub(top0, bottom0);
        right = f32x4.sub(top1, bottom1);
      } else if (r === 3) {
        left = f32x4.sub(zero, bottom0);
        right = f32x4.sub(zero, bottom1);
      }
      const at = to + c + <usize>r * 4 * position;
      v128.store(at, left);
      v128.store(at + position, f32x4.add(left, right));
      v128.store(at + position * 2, f32x4.sub(left, right));
      v128.store(at + position * 3, f32x4.sub(zero, right));
    }
  }
}

/** Three values from four: rows of Gᵀ. */
export function combineTwo(from: usize, step: usize, to: usize, toStep: usize): void {
  const half = f32x4.splat(0.5);
  const u1 = v128.load(from + step);
  const u2 = v128.load(from + step * 2);
  const even = f32x4.mul(half, f32x4.add(u1, u2));
  v128.store(to, f32x4.add(v128.load(from), even));
  v128.store(to + toStep, f32x4.mul(half, f32x4.sub(u1, u2)));
  v128.store(to + toStep * 2, f32x4.add(even, v128.load(from + step * 3)));
}
