/**
 * The register tile behind every convolution and matrix product: 6 pixels × 8 outputs, or 4 × 8.
 *
 *   y[p][o] = bias[o] + Σ_row Σ_i x_p[row · stride + i] · kernel[(row · run + i) · 8 + o],  stride: a run and what is skipped
 *
 * Six pixels make twelve accumulators, two vectors of the kernel and one splat pixel: fifteen of the sixteen registers,
 * 12 multiply-adds for 8 loads, 54–58 of 57.5–60 possible GFLOP/s in Chromium 156. Node 20's V8 moves every load of a
 * loop round before the first multiply-add, so that six pixels spill (25 GFLOP/s) where four still fit (50): hence the
 * narrow form. One step a loop round in both: unrolled by hand they were slower, for the same reason.
 */
import { multiplyAdd, storeLanes } from './simd';
import { narrow } from './state';

/** Pixels that a list holds at most, and where its addresses of outputs begin: behind those of inputs. */
export const LISTED: i32 = 48;
const OUTPUTS: usize = 192;

/** Pixels of a tile: work is shared out in so many. */
export function tilePixels(): i32 {
  return narrow ? 4 : 6;
}

/** Fills a list up to a whole number of tiles with its last pixel, which is then computed more than once. */
export function fillList(list: usize, pixels: i32): void {
  const last = list + <usize>(pixels - 1) * 4;
  const x = load<usize>(last);
  const y = load<usize>(last, OUTPUTS);
  for (let i = pixels; i % tilePixels() !== 0; i++) setPixel(list, i, x, y);
}

/** Names pixel i of a list: where its input begins and where its output goes. */
export function setPixel(list: usize, i: i32, x: usize, y: usize): void {
  store<usize>(list + <usize>i * 4, x);
  store<usize>(list + <usize>i * 4, y, OUTPUTS);
}

/**
 * Computes eight outputs of every pixel of a list.
 * @param run values that follow one another in memory, for each of `rows` rows
 * @param skip bytes from the end of a run to the start of the next
 * @param offset bytes from a pixel's output to the first of the eight
 * @param lanes outputs to store, 1 … 8
 */
export function multiplyPixels(
  list: usize,
  pixels: i32,
  kernel: usize,
  rows: i32,
  run: i32,
  skip: usize,
  bias: usize,
  relu: bool,
  offset: usize,
  lanes: i32,
): void {
  if (narrow) {
    for (let i = 0; i < pixels; i += 4)
      multiplyTile4(list + <usize>i * 4, kernel, rows, run, skip, bias, relu, offset, lanes);
  } else {
    for (let i = 0; i < pixels; i += 6)
      multiplyTile6(list + <usize>i * 4, kernel, rows, run, skip, bias, relu, offset, lanes);
  }
}

function multiplyTile6(
  list: usize,
  kernel: usize,
  rows: i32,
  run: i32,
  skip: usize,
  bias: usize,
  relu: bool,
  offset: usize,
  lanes: i32,
): void {
  let p0 = load<usize>(list);
  let p1 = load<usize>(list, 4);
  let p2 = load<usize>(list, 8);
  let p3 = load<usize>(list, 12);
  let p4 = load<usize>(list, 16);
  let p5 = load<usize>(list, 20);
  let a0 = v128.load(bias);
  let b0 = v128.load(bias, 16);
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
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < run; i++) {
      const low = v128.load(kernel);
      const high = v128.load(kernel, 16);
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
      kernel += 32;
    }
    p0 += skip;
    p1 += skip;
    p2 += skip;
    p3 += skip;
    p4 += skip;
    p5 += skip;
  }
  if (relu) {
    const zero = f32x4.splat(0);
    a0 = f32x4.max(a0, zero);
    b0 = f32x4.max(b0, zero);
    a1 = f32x4.max(a1, zero);
    b1 = f32x4.max(b1, zero);
    a2 = f32x4.max(a2, zero);
    b2 = f32x4.max(b2, zero);
    a3 = f32x4.max(a3, zero);
    b3 = f32x4.max(b3, zero);
    a4 = f32x4.max(a4, zero);
    b4 = f32x4.max(b4, zero);
    a5 = f32x4.max(a5, zero);
    b5 = f32x4.max(b5, zero);
  }
  storeLanes(load<usize>(list, OUTPUTS) + offset, a0, b0, lanes);
  storeLanes(load<usize>(list, OUTPUTS + 4) + offset, a1, b1, lanes);
  storeLanes(load<usize>(list, OUTPUTS + 8) + offset, a2, b2, lanes);
  storeLanes(load<usize>(list, OUTPUTS + 12) + offset, a3, b3, lanes);
  storeLanes(load<usize>(list, OUTPUTS + 16) + offset, a4, b4, lanes);
  storeLanes(load<usize>(list, OUTPUTS + 20) + offset, a5, b5, lanes);
}

function multiplyTile4(
  list: usize,
  kernel: usize,
  rows: i32,
  run: i32,
  skip: usize,
  bias: usize,
  relu: bool,
  offset: usize,
  lanes: i32,
): void {
  let p0 = load<usize>(list);
  let p1 = load<usize>(list, 4);
  let p2 = load<usize>(list, 8);
  let p3 = load<usize>(list, 12);
  let a0 = v128.load(bias);
  let b0 = v128.load(bias, 16);
  let a1 = a0;
  let b1 = b0;
  let a2 = a0;
  let b2 = b0;
  let a3 = a0;
  let b3 = b0;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < run; i++) {
      const low = v128.load(kernel);
      const high = v128.load(kernel, 16);
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
      kernel += 32;
    }
    p0 += skip;
    p1 += skip;
    p2 += skip;
    p3 += skip;
  }
  if (relu) {
    const zero = f32x4.splat(0);
    a0 = f32x4.max(a0, zero);
    b0 = f32x4.max(b0, zero);
    a1 = f32x4.max(a1, zero);
    b1 = f32x4.max(b1, zero);
    a2 = f32x4.max(a2, zero);
    b2 = f32x4.max(b2, zero);
    a3 = f32x4.max(a3, zero);
    b3 = f32x4.max(b3, zero);
  }
  storeLanes(load<usize>(list, OUTPUTS) + offset, a0, b0, lanes);
  storeLanes(load<usize>(list, OUTPUTS + 4) + offset, a1, b1, lanes);
  storeLanes(load<usize>(list, OUTPUTS + 8) + offset, a2, b2, lanes);
  storeLanes(load<usize>(list, OUTPUTS + 12) + offset, a3, b3, lanes);
}
