/**
 * The register tile behind every convolution and matrix product: 6 pixels × 8 outputs. Twelve accumulators, two
 * vectors of the kernel and one splat pixel fill fifteen of the sixteen registers; one step does 12 multiply-adds
 * for 8 loads. One step a loop round: V8 unrolls it as it likes, and by hand it was slower (54 against 40–49 GFLOP/s
 * of 57.5 possible, Chromium 156).
 *
 *   y[p][o] = bias[o] + Σ_row Σ_i x_p[row · rowStride + i] · kernel[(row · run + i) · 8 + o]
 *
 * `pixels` lists six addresses of inputs, then six of outputs; equal entries do no harm.
 */
import { multiplyAdd, storeLanes } from './simd';

/** Bytes of one entry of the list of pixels. */
export const TILE_BYTES: usize = 48;
export const TILE_PIXELS: i32 = 6;

/**
 * @param run values that follow one another in memory, for each of `rows` rows
 * @param skip bytes from the end of a run to the start of the next
 * @param lanes outputs to store, 1 … 8
 */
export function multiplyTile(
  pixels: usize,
  kernel: usize,
  rows: i32,
  run: i32,
  skip: usize,
  bias: usize,
  relu: bool,
  outputOffset: usize,
  lanes: i32,
): void {
  let p0 = load<usize>(pixels);
  let p1 = load<usize>(pixels, 4);
  let p2 = load<usize>(pixels, 8);
  let p3 = load<usize>(pixels, 12);
  let p4 = load<usize>(pixels, 16);
  let p5 = load<usize>(pixels, 20);
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
  storeLanes(load<usize>(pixels, 24) + outputOffset, a0, b0, lanes);
  storeLanes(load<usize>(pixels, 28) + outputOffset, a1, b1, lanes);
  storeLanes(load<usize>(pixels, 32) + outputOffset, a2, b2, lanes);
  storeLanes(load<usize>(pixels, 36) + outputOffset, a3, b3, lanes);
  storeLanes(load<usize>(pixels, 40) + outputOffset, a4, b4, lanes);
  storeLanes(load<usize>(pixels, 44) + outputOffset, a5, b5, lanes);
}
