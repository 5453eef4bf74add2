/**
 * Inverted dropout with masks from a counter, exactly as src/random/streams.ts: value e of the layer's output is
 * kept when byte e mod 8 of Threefry block (e / 8, step) is at least the threshold. The backward pass draws the same
 * mask again: four blocks side by side cost about two cycles a value, less than reading a stored mask.
 *
 * Arguments: x, bytes an image, a row; y, bytes an image, a row; height, values a row; key (2 words), threshold,
 * scale (float32). A work unit is one row; x and y may be the same.
 */
import { Dropout } from '../src/engine/wasm/kernels';
import { batch, firstUnit, lastUnit, step } from './state';

const PARITY: i32 = 0x1bd11bda;

export function dropout(a: usize): void {
  const height = load<i32>(a, 4 * Dropout.height);
  const length = load<i32>(a, 4 * Dropout.rowLength);
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const image = <usize>(unit / height);
    const row = <usize>(unit % height);
    const x =
      load<usize>(a, 4 * Dropout.x) +
      image * load<usize>(a, 4 * Dropout.xImage) +
      row * load<usize>(a, 4 * Dropout.xRow);
    const y =
      load<usize>(a, 4 * Dropout.y) +
      image * load<usize>(a, 4 * Dropout.yImage) +
      row * load<usize>(a, 4 * Dropout.yRow);
    const first = unit * length;
    // Rows begin anywhere in a block: up to the next block one value at a time.
    let i = 0;
    const ragged = min(length, -first & 7);
    if (ragged) i = dropValues(a, x, y, first, 0, ragged);
    for (; i + 32 <= length; i += 32) dropVectors(a, x + <usize>i * 4, y + <usize>i * 4, (first + i) >>> 3);
    if (i < length) dropValues(a, x, y, first, i, length);
  }
}

/** Thirty-two values, from four blocks. */
function dropVectors(a: usize, x: usize, y: usize, block: i32): void {
  const k0 = load<i32>(a, 4 * Dropout.key0);
  const k1 = load<i32>(a, 4 * Dropout.key1);
  const s0 = i32x4.splat(k0);
  const s1 = i32x4.splat(k1);
  const s2 = i32x4.splat(PARITY ^ k0 ^ k1);
  let x0 = i32x4.add(i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3)), s0);
  let x1 = i32x4.add(i32x4.splat(step), s1);
  for (let i = 0; i < 5; i++) {
    if (i & 1) {
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, 17), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, 29), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, 16), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, 24), x0);
    } else {
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, 13), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, 15), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, 26), x0);
      x0 = i32x4.add(x0, x1);
      x1 = v128.xor(rotate(x1, 6), x0);
    }
    const turn = i % 3;
    x0 = i32x4.add(x0, turn === 0 ? s1 : turn === 1 ? s2 : s0);
    x1 = i32x4.add(x1, i32x4.add(turn === 0 ? s2 : turn === 1 ? s0 : s1, i32x4.splat(i + 1)));
  }
  // A block's bytes are its first word's, then its second's: words in the order of blocks.
  const low = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
  const high = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
  const threshold = i8x16.splat(<i8>load<i32>(a, 4 * Dropout.threshold));
  const scale = v128.load_splat<f32>(a, 4 * Dropout.scale);
  keep(x, y, i8x16.ge_u(low, threshold), scale);
  keep(x + 64, y + 64, i8x16.ge_u(high, threshold), scale);
}

/** Sixteen values; `kept` has −1 or 0 a value. */
function keep(x: usize, y: usize, kept: v128, scale: v128): void {
  const low = i16x8.extend_low_i8x16_s(kept);
  const high = i16x8.extend_high_i8x16_s(kept);
  v128.store(y, v128.and(f32x4.mul(v128.load(x), scale), i32x4.extend_low_i16x8_s(low)));
  v128.store(y, v128.and(f32x4.mul(v128.load(x, 16), scale), i32x4.extend_high_i16x8_s(low)), 16);
  v128.store(y, v128.and(f32x4.mul(v128.load(x, 32), scale), i32x4.extend_low_i16x8_s(high)), 32);
  v128.store(y, v128.and(f32x4.mul(v128.load(x, 48), scale), i32x4.extend_high_i16x8_s(high)), 48);
}

function rotate(x: v128, distance: i32): v128 {
  return v128.or(i32x4.shl(x, distance), i32x4.shr_u(x, 32 - distance));
}

/** Values i … end − 1 of a row whose first is value `first` of the layer. @returns end */
function dropValues(a: usize, x: usize, y: usize, first: i32, i: i32, end: i32): i32 {
  const scale = load<f32>(a, 4 * Dropout.scale);
  const threshold = load<u32>(a, 4 * Dropout.threshold);
  let block = -1;
  let words: u64 = 0;
  for (; i < end; i++) {
    const e = first + i;
    if (e >>> 3 !== block) {
      block = e >>> 3;
      words = threefry(load<i32>(a, 4 * Dropout.key0), load<i32>(a, 4 * Dropout.key1), block, step);
    }
    const byte = <u32>(words >>> (8 * (e & 7))) & 255;
    const at = <usize>i * 4;
    store<f32>(y + at, byte >= threshold ? load<f32>(x + at) * scale : 0);
  }
  return end;
}

/** Threefry-2×32, 20 rounds: src/random/threefry.ts. @returns the two words, the first one low */
function threefry(k0: i32, k1: i32, c0: i32, c1: i32): u64 {
  const k2 = PARITY ^ k0 ^ k1;
  let x0 = c0 + k0;
  let x1 = c1 + k1;
  for (let i = 0; i < 5; i++) {
    for (let r = 0; r < 4; r++) {
      const distance = rotation((i & 1) * 4 + r);
      x0 += x1;
      x1 = rotl<i32>(x1, distance) ^ x0;
    }
    const turn = i % 3;
    x0 += turn === 0 ? k1 : turn === 1 ? k2 : k0;
    x1 += (turn === 0 ? k2 : turn === 1 ? k0 : k1) + i + 1;
  }
  return ((<u64>(<u32>x1)) << 32) | <u64>(<u32>x0);
}

function rotation(r: i32): i32 {
  switch (r) {
    case 0:
      return 13;
    case 1:
      return 15;
    case 2:
      return 26;
    case 3:
      return 6;
    case 4:
      return 17;
    case 5:
      return 29;
    case 6:
      return 16;
    default:
      return 24;
  }
}
