/**
 * The transforms of F(4×4, 3×3), with the points 0, ±a, ±b and ∞ (see winograd.ts). Of those tried, a = ¾ and b = 3/2 leave
 * the least rounding: all of Aᵀ and Bᵀ is exact, and errors are half those of the usual ±1 and ±2.
 *
 *        | a²b²   0   −a²−b²   0    1  0 |       |  1/a²b²     0        0     |
 *        |  0   −ab²   −b²     a    1  0 |       | [ 1         a        a²  ] |        | 1  1   1  1   1  0 |
 *   Bᵀ = |  0    ab²   −b²    −a    1  0 |   G = | [ 1        −a        a²  ]α|   Aᵀ = | 0  a  −a  b  −b  0 |
 *        |  0   −a²b   −a²     b    1  0 |       | [ 1         b        b²  ] |        | 0  a²  a² b²  b² 0 |
 *        |  0    a²b   −a²    −b    1  0 |       | [ 1        −b        b²  ]β|        | 0  a³ −a³ b³ −b³ 1 |
 *        |  0    a²b²   0   −a²−b²  0  1 |       |  0          0        1     |
 *
 * α = 1 / 2a²(a² − b²), β = 1 / 2b²(b² − a²). Windows at an image's end
 * reach past its border: what they read there is the border once more.
 */
import { Convolve, Size } from '../src/engine/wasm/kernels';
import { multiplyAdd, multiplySubtract } from './simd';
import { scratch } from './state';

/** Scratch: 36 vectors in between. */
const TEMPORARY: usize = Size.list;

const A: f32 = 0.75;
const B: f32 = 1.5;
const A2: f32 = A * A;
const B2: f32 = B * B;
const ALPHA: f32 = 1 / (2 * A2 * (A2 - B2));
const BETA: f32 = 1 / (2 * B2 * (B2 - A2));

/** The numbers of the matrices in memory: V8 makes a constant vector of three instructions each time, and loads one in one. */
const NUMBERS: usize = memory.data<f32>([
  A,
  B,
  A2,
  B2,
  A2 * A,
  B2 * B,
  A2 * B2,
  A2 + B2,
  1 / (A2 * B2),
  ALPHA,
  ALPHA * A,
  BETA,
  BETA * B,
]);

/** G g Gᵀ of four lanes: nine taps, 32 bytes apart, to 36 positions. */
export function kernelFour(taps: usize, to: usize, position: usize): void {
  // The rows of G g stand behind the taps.
  const rows = taps + 288;
  for (let c: usize = 0; c < 96; c += 32) kernelLine(taps + c, 96, rows + c, 96);
  for (let r: usize = 0; r < 6; r++) kernelLine(rows + r * 96, 32, to + r * 6 * position, position);
}

/** Six values from three: rows of G. */
function kernelLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const a2 = v128.load_splat<f32>(NUMBERS, 8);
  const b2 = v128.load_splat<f32>(NUMBERS, 12);
  const first = v128.load_splat<f32>(NUMBERS, 32);
  const alpha = v128.load_splat<f32>(NUMBERS, 36);
  const alphaA = v128.load_splat<f32>(NUMBERS, 40);
  const beta = v128.load_splat<f32>(NUMBERS, 44);
  const betaB = v128.load_splat<f32>(NUMBERS, 48);
  const g0 = v128.load(from);
  const g1 = v128.load(from + step);
  const g2 = v128.load(from + step * 2);
  const evenA = f32x4.mul(alpha, multiplyAdd(a2, g2, g0));
  const evenB = f32x4.mul(beta, multiplyAdd(b2, g2, g0));
  v128.store(to, f32x4.mul(first, g0));
  v128.store(to + toStep, multiplyAdd(alphaA, g1, evenA));
  v128.store(to + toStep * 2, multiplySubtract(alphaA, g1, evenA));
  v128.store(to + toStep * 3, multiplyAdd(betaB, g1, evenB));
  v128.store(to + toStep * 4, multiplySubtract(betaB, g1, evenB));
  v128.store(to + toStep * 5, g2);
}

/**
 * Rows fromRow … toRow − 1 of Bᵀ d B of one window, all channels.
 * @param position bytes from one of the 36 to the next
 * @param lastRow of the window that there is, a border's or the last of all, as `lastColumn`
 */
export function windowFour(
  x: usize,
  row: usize,
  channels: i32,
  to: usize,
  position: usize,
  fromRow: i32,
  toRow: i32,
  lastRow: i32,
  lastColumn: i32,
): void {
  const a = v128.load_splat<f32>(NUMBERS, 0);
  const b = v128.load_splat<f32>(NUMBERS, 4);
  const a2 = v128.load_splat<f32>(NUMBERS, 8);
  const b2 = v128.load_splat<f32>(NUMBERS, 12);
  const product = v128.load_splat<f32>(NUMBERS, 24);
  const sum = v128.load_splat<f32>(NUMBERS, 28);
  const temporary = scratch + TEMPORARY;
  const pixel = <usize>channels * 4;
  const row3 = row * <usize>min(3, lastRow);
  const row4 = row * <usize>min(4, lastRow);
  const row5 = row * <usize>min(5, lastRow);
  for (let c: usize = 0; c < pixel; c += 16) {
    for (let k = 0; k < 6; k++) {
      const from = x + c + <usize>min(k, lastColumn) * pixel;
      const at = temporary + <usize>k * 16;
      const d1 = v128.load(from + row);
      const d2 = v128.load(from + row * 2);
      const d3 = v128.load(from + row3);
      const d4 = v128.load(from + row4);
      if (fromRow === 0) v128.store(at, multiplyAdd(product, v128.load(from), multiplySubtract(sum, d2, d4)));
      if (fromRow <= 2 && toRow > 1) {
        const even = multiplySubtract(b2, d2, d4);
        const odd = multiplySubtract(b2, d1, d3);
        v128.store(at, multiplyAdd(a, odd, even), 96);
        v128.store(at, multiplySubtract(a, odd, even), 192);
      }
      if (fromRow <= 4 && toRow > 3) {
        const even = multiplySubtract(a2, d2, d4);
        const odd = multiplySubtract(a2, d1, d3);
        v128.store(at, multiplyAdd(b, odd, even), 288);
        v128.store(at, multiplySubtract(b, odd, even), 384);
      }
      if (toRow > 5)
        v128.store(at, multiplyAdd(product, d1, multiplySubtract(sum, d3, v128.load(from + row5))), 480);
    }
    let at = to + c + <usize>fromRow * 6 * position;
    for (let r = fromRow; r < toRow; r++) {
      const from = temporary + <usize>r * 96;
      const d1 = v128.load(from, 16);
      const d2 = v128.load(from, 32);
      const d3 = v128.load(from, 48);
      const d4 = v128.load(from, 64);
      v128.store(at, multiplyAdd(product, v128.load(from), multiplySubtract(sum, d2, d4)));
      at += position;
      const evenA = multiplySubtract(b2, d2, d4);
      const oddA = multiplySubtract(b2, d1, d3);
      v128.store(at, multiplyAdd(a, oddA, evenA));
      at += position;
      v128.store(at, multiplySubtract(a, oddA, evenA));
      at += position;
      const evenB = multiplySubtract(a2, d2, d4);
      const oddB = multiplySubtract(a2, d1, d3);
      v128.store(at, multiplyAdd(b, oddB, evenB));
      at += position;
      v128.store(at, multiplySubtract(b, oddB, evenB));
      at += position;
      v128.store(at, multiplyAdd(product, d1, multiplySubtract(sum, d3, v128.load(from, 80))));
      at += position;
    }
  }
}

/** Aᵀ m A of one window, plus bias, then ReLU: `rows` × `columns` pixels of y, at most 4 × 4. */
export function productsFour(
  argument: usize,
  m: usize,
  position: usize,
  y: usize,
  channels: i32,
  rows: i32,
  columns: i32,
): void {
  const a = v128.load_splat<f32>(NUMBERS, 0);
  const b = v128.load_splat<f32>(NUMBERS, 4);
  const a2 = v128.load_splat<f32>(NUMBERS, 8);
  const b2 = v128.load_splat<f32>(NUMBERS, 12);
  const a3 = v128.load_splat<f32>(NUMBERS, 16);
  const b3 = v128.load_splat<f32>(NUMBERS, 20);
  const temporary = scratch + TEMPORARY;
  const pixel = <usize>channels * 4;
  const row = load<usize>(argument, 4 * Convolve.yRow);
  const bias = load<usize>(argument, 4 * Convolve.bias);
  const biasMask: usize = load<i32>(argument, 4 * Convolve.hasBias) !== 0 ? -1 : 0;
  const floor = f32x4.splat(load<i32>(argument, 4 * Convolve.relu) !== 0 ? 0 : -Infinity);
  const across = position * 6;
  for (let c: usize = 0; c < pixel; c += 16) {
    for (let k: usize = 0; k < 6; k++) {
      let from = m + c + k * position;
      const at = temporary + k * 16;
      const m0 = v128.load(from);
      from += across;
      const m1 = v128.load(from);
      from += across;
      const m2 = v128.load(from);
      from += across;
      const m3 = v128.load(from);
      from += across;
      const m4 = v128.load(from);
      from += across;
      const evenA = f32x4.add(m1, m2);
      const evenB = f32x4.add(m3, m4);
      const oddA = f32x4.sub(m1, m2);
      const oddB = f32x4.sub(m3, m4);
      v128.store(at, f32x4.add(f32x4.add(m0, evenA), evenB));
      v128.store(at, multiplyAdd(a, oddA, f32x4.mul(b, oddB)), 96);
      v128.store(at, multiplyAdd(a2, evenA, f32x4.mul(b2, evenB)), 192);
      v128.store(at, multiplyAdd(a3, oddA, multiplyAdd(b3, oddB, v128.load(from))), 288);
    }
    const offset = v128.load(bias + (c & biasMask));
    let to = y + c;
    for (let r = 0; r < rows; r++) {
      const from = temporary + <usize>r * 96;
      const m1 = v128.load(from, 16);
      const m2 = v128.load(from, 32);
      const m3 = v128.load(from, 48);
      const m4 = v128.load(from, 64);
      const evenA = f32x4.add(m1, m2);
      const evenB = f32x4.add(m3, m4);
      const oddA = f32x4.sub(m1, m2);
      const oddB = f32x4.sub(m3, m4);
      const y0 = f32x4.add(f32x4.add(v128.load(from), evenA), evenB);
      v128.store(to, f32x4.max(f32x4.add(y0, offset), floor));
      if (columns > 1) {
        const y1 = multiplyAdd(a, oddA, f32x4.mul(b, oddB));
        v128.store(to + pixel, f32x4.max(f32x4.add(y1, offset), floor));
      }
      if (columns > 2) {
        const y2 = multiplyAdd(a2, evenA, f32x4.mul(b2, evenB));
        v128.store(to + pixel * 2, f32x4.max(f32x4.add(y2, offset), floor));
      }
      if (columns > 3) {
        const y3 = multiplyAdd(a3, oddA, multiplyAdd(b3, oddB, v128.load(from, 80)));
        v128.store(to + pixel * 3, f32x4.max(f32x4.add(y3, offset), floor));
      }
      to += row;
    }
  }
}

/** Rows fromRow … toRow − 1 of A dy Aᵀ of one window, all channels. @param lastRow as windowFour's */
export function gradientFour(
  dy: usize,
  row: usize,
  channels: i32,
  to: usize,
  position: usize,
  fromRow: i32,
  toRow: i32,
  lastRow: i32,
  lastColumn: i32,
): void {
  const a = v128.load_splat<f32>(NUMBERS, 0);
  const b = v128.load_splat<f32>(NUMBERS, 4);
  const a2 = v128.load_splat<f32>(NUMBERS, 8);
  const b2 = v128.load_splat<f32>(NUMBERS, 12);
  const temporary = scratch + TEMPORARY;
  const pixel = <usize>channels * 4;
  const row1 = row * <usize>min(1, lastRow);
  const row2 = row * <usize>min(2, lastRow);
  const row3 = row * <usize>min(3, lastRow);
  for (let c: usize = 0; c < pixel; c += 16) {
    for (let k = 0; k < 4; k++) {
      const from = dy + c + <usize>min(k, lastColumn) * pixel;
      const at = temporary + <usize>k * 16;
      const y0 = v128.load(from);
      const y1 = v128.load(from + row1);
      const y2 = v128.load(from + row2);
      const y3 = v128.load(from + row3);
      if (fromRow === 0) v128.store(at, y0);
      if (fromRow <= 2 && toRow > 1) {
        const even = multiplyAdd(a2, y2, y0);
        const odd = multiplyAdd(a2, y3, y1);
        v128.store(at, multiplyAdd(a, odd, even), 64);
        v128.store(at, multiplySubtract(a, odd, even), 128);
      }
      if (fromRow <= 4 && toRow > 3) {
        const even = multiplyAdd(b2, y2, y0);
        const odd = multiplyAdd(b2, y3, y1);
        v128.store(at, multiplyAdd(b, odd, even), 192);
        v128.store(at, multiplySubtract(b, odd, even), 256);
      }
      if (toRow > 5) v128.store(at, y3, 320);
    }
    let at = to + c + <usize>fromRow * 6 * position;
    for (let r = fromRow; r < toRow; r++) {
      const from = temporary + <usize>r * 64;
      const y0 = v128.load(from);
      const y1 = v128.load(from, 16);
      const y2 = v128.load(from, 32);
      const y3 = v128.load(from, 48);
      v128.store(at, y0);
      at += position;
      const evenA = multiplyAdd(a2, y2, y0);
      const oddA = multiplyAdd(a2, y3, y1);
      v128.store(at, multiplyAdd(a, oddA, evenA));
      at += position;
      v128.store(at, multiplySubtract(a, oddA, evenA));
      at += position;
      const evenB = multiplyAdd(b2, y2, y0);
      const oddB = multiplyAdd(b2, y3, y1);
      v128.store(at, multiplyAdd(b, oddB, evenB));
      at += position;
      v128.store(at, multiplySubtract(b, oddB, evenB));
      at += position;
      v128.store(at, y3);
      at += position;
    }
  }
}

/** Three values from six: rows of Gᵀ. */
export function combineFour(from: usize, step: usize, to: usize, toStep: usize): void {
  const a2 = v128.load_splat<f32>(NUMBERS, 8);
  const b2 = v128.load_splat<f32>(NUMBERS, 12);
  const first = v128.load_splat<f32>(NUMBERS, 32);
  const alpha = v128.load_splat<f32>(NUMBERS, 36);
  const alphaA = v128.load_splat<f32>(NUMBERS, 40);
  const beta = v128.load_splat<f32>(NUMBERS, 44);
  const betaB = v128.load_splat<f32>(NUMBERS, 48);
  const u1 = v128.load(from + step);
  const u2 = v128.load(from + step * 2);
  const u3 = v128.load(from + step * 3);
  const u4 = v128.load(from + step * 4);
  const evenA = f32x4.mul(alpha, f32x4.add(u1, u2));
  const evenB = f32x4.mul(beta, f32x4.add(u3, u4));
  const odd = f32x4.mul(betaB, f32x4.sub(u3, u4));
  const last = v128.load(from + step * 5);
  v128.store(to, multiplyAdd(first, v128.load(from), f32x4.add(evenA, evenB)));
  v128.store(to + toStep, multiplyAdd(alphaA, f32x4.sub(u1, u2), odd));
  v128.store(to + toStep * 2, multiplyAdd(a2, evenA, multiplyAdd(b2, evenB, last)));
}
