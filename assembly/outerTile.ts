/**
 * The register tile behind every filter gradient: 6 inputs × 8 outputs, summed over pixels; 4 × 8 where six spill (see
 * multiplyTile.ts), and 3 × 8 for the first layer, whose runs are three long.
 *
 *   sums[j][o] += Σ_p x[p + j] · dy[p][o]     j < 6, o < 8
 *
 * Pixels come in `rows` of `columns`; skips lead from the end of a row to the start of the next.
 */
import { Size } from '../src/engine/wasm/kernels';
import { multiplyAdd } from './simd';
import { narrow } from './state';

/** Bytes of one tile's sums. */
export const SUMS_BYTES: usize = Size.tileSums;

/** Inputs of a tile for runs of so many. */
export function tileWidth(run: i32): i32 {
  if (run <= 3) return 3;
  return narrow ? 4 : 6;
}

export function outerTile(
  width: i32,
  x: usize,
  dy: usize,
  rows: i32,
  columns: i32,
  xPixel: usize,
  dyPixel: usize,
  xSkip: usize,
  dySkip: usize,
  sums: usize,
): void {
  if (width === 6) outerTile6(x, dy, rows, columns, xPixel, dyPixel, xSkip, dySkip, sums);
  else if (width === 4) outerTile4(x, dy, rows, columns, xPixel, dyPixel, xSkip, dySkip, sums);
  else outerTile3(x, dy, rows, columns, xPixel, dyPixel, xSkip, dySkip, sums);
}

function outerTile6(
  x: usize,
  dy: usize,
  rows: i32,
  columns: i32,
  xPixel: usize,
  dyPixel: usize,
  xSkip: usize,
  dySkip: usize,
  sums: usize,
): void {
  let a0 = v128.load(sums);
  let b0 = v128.load(sums, 16);
  let a1 = v128.load(sums, 32);
  let b1 = v128.load(sums, 48);
  let a2 = v128.load(sums, 64);
  let b2 = v128.load(sums, 80);
  let a3 = v128.load(sums, 96);
  let b3 = v128.load(sums, 112);
  let a4 = v128.load(sums, 128);
  let b4 = v128.load(sums, 144);
  let a5 = v128.load(sums, 160);
  let b5 = v128.load(sums, 176);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const low = v128.load(dy);
      const high = v128.load(dy, 16);
      const x0 = v128.load_splat<f32>(x);
      a0 = multiplyAdd(x0, low, a0);
      b0 = multiplyAdd(x0, high, b0);
      const x1 = v128.load_splat<f32>(x, 4);
      a1 = multiplyAdd(x1, low, a1);
      b1 = multiplyAdd(x1, high, b1);
      const x2 = v128.load_splat<f32>(x, 8);
      a2 = multiplyAdd(x2, low, a2);
      b2 = multiplyAdd(x2, high, b2);
      const x3 = v128.load_splat<f32>(x, 12);
      a3 = multiplyAdd(x3, low, a3);
      b3 = multiplyAdd(x3, high, b3);
      const x4 = v128.load_splat<f32>(x, 16);
      a4 = multiplyAdd(x4, low, a4);
      b4 = multiplyAdd(x4, high, b4);
      const x5 = v128.load_splat<f32>(x, 20);
      a5 = multiplyAdd(x5, low, a5);
      b5 = multiplyAdd(x5, high, b5);
      x += xPixel;
      dy += dyPixel;
    }
    x += xSkip;
    dy += dySkip;
  }
  v128.store(sums, a0);
  v128.store(sums, b0, 16);
  v128.store(sums, a1, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, a2, 64);
  v128.store(sums, b2, 80);
  v128.store(sums, a3, 96);
  v128.store(sums, b3, 112);
  v128.store(sums, a4, 128);
  v128.store(sums, b4, 144);
  v128.store(sums, a5, 160);
  v128.store(sums, b5, 176);
}

function outerTile4(
  x: usize,
  dy: usize,
  rows: i32,
  columns: i32,
  xPixel: usize,
  dyPixel: usize,
  xSkip: usize,
  dySkip: usize,
  sums: usize,
): void {
  let a0 = v128.load(sums);
  let b0 = v128.load(sums, 16);
  let a1 = v128.load(sums, 32);
  let b1 = v128.load(sums, 48);
  let a2 = v128.load(sums, 64);
  let b2 = v128.load(sums, 80);
  let a3 = v128.load(sums, 96);
  let b3 = v128.load(sums, 112);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const low = v128.load(dy);
      const high = v128.load(dy, 16);
      const x0 = v128.load_splat<f32>(x);
      a0 = multiplyAdd(x0, low, a0);
      b0 = multiplyAdd(x0, high, b0);
      const x1 = v128.load_splat<f32>(x, 4);
      a1 = multiplyAdd(x1, low, a1);
      b1 = multiplyAdd(x1, high, b1);
      const x2 = v128.load_splat<f32>(x, 8);
      a2 = multiplyAdd(x2, low, a2);
      b2 = multiplyAdd(x2, high, b2);
      const x3 = v128.load_splat<f32>(x, 12);
      a3 = multiplyAdd(x3, low, a3);
      b3 = multiplyAdd(x3, high, b3);
      x += xPixel;
      dy += dyPixel;
    }
    x += xSkip;
    dy += dySkip;
  }
  v128.store(sums, a0);
  v128.store(sums, b0, 16);
  v128.store(sums, a1, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, a2, 64);
  v128.store(sums, b2, 80);
  v128.store(sums, a3, 96);
  v128.store(sums, b3, 112);
}

function outerTile3(
  x: usize,
  dy: usize,
  rows: i32,
  columns: i32,
  xPixel: usize,
  dyPixel: usize,
  xSkip: usize,
  dySkip: usize,
  sums: usize,
): void {
  let a0 = v128.load(sums);
  let b0 = v128.load(sums, 16);
  let a1 = v128.load(sums, 32);
  let b1 = v128.load(sums, 48);
  let a2 = v128.load(sums, 64);
  let b2 = v128.load(sums, 80);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const low = v128.load(dy);
      const high = v128.load(dy, 16);
      const x0 = v128.load_splat<f32>(x);
      a0 = multiplyAdd(x0, low, a0);
      b0 = multiplyAdd(x0, high, b0);
      const x1 = v128.load_splat<f32>(x, 4);
      a1 = multiplyAdd(x1, low, a1);
      b1 = multiplyAdd(x1, high, b1);
      const x2 = v128.load_splat<f32>(x, 8);
      a2 = multiplyAdd(x2, low, a2);
      b2 = multiplyAdd(x2, high, b2);
      x += xPixel;
      dy += dyPixel;
    }
    x += xSkip;
    dy += dySkip;
  }
  v128.store(sums, a0);
  v128.store(sums, b0, 16);
  v128.store(sums, a1, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, a2, 64);
  v128.store(sums, b2, 80);
}

/** sums[o] += Σ_p dy[p][o] for eight outputs: the bias's gradient. */
export function sumTile(
  dy: usize,
  rows: i32,
  columns: i32,
  dyPixel: usize,
  dySkip: usize,
  sums: usize,
): void {
  let low = v128.load(sums);
  let high = v128.load(sums, 16);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      low = f32x4.add(low, v128.load(dy));
      high = f32x4.add(high, v128.load(dy, 16));
      dy += dyPixel;
    }
    dy += dySkip;
  }
  v128.store(sums, low);
  v128.store(sums, high, 16);
}
