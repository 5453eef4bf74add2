/**
 * Dense layers: y = x · kernel + bias, and dx = dy · kernelᵀ. Kernel [inputs, outputs]; x, y, dx, dy a row an image.
 *
 * From TILED images on, eight columns (or, for dx, rows) of the kernel are laid out in scratch as multiplyTile.ts
 * reads them, and the rows of the batch are its pixels. Below, the kernel is read once, in the order of memory.
 */
import { Dense, DenseInputGradient, Size, Tiled } from '../src/engine/wasm/kernels';
import { fillList, LISTED, multiplyPixels, setPixel } from './multiplyTile';
import { laneSum, multiplyAdd, storeLanes } from './simd';
import { batch, firstUnit, lastUnit, scratch } from './state';

export const TILED: i32 = Tiled.dense;

/** Arguments: x, inputs, outputs, kernel, bias, y, relu. */
export function dense(a: usize): void {
  if (batch < TILED) denseFew(a);
  else denseTiled(a);
}

/** Sums stand in scratch, a row of this thread's columns an image; four rows of the kernel pass over them at once. */
function denseFew(a: usize): void {
  const x = load<usize>(a, 4 * Dense.x);
  const inputs = load<i32>(a, 4 * Dense.inputs);
  const outputs = load<i32>(a, 4 * Dense.outputs);
  const row = <usize>outputs * 4;
  const blocks = (outputs + 7) / 8;
  const from = firstUnit(blocks) * 8;
  const to = lastUnit(blocks) * 8;
  if (from === to) return;
  const bytes = <usize>(to - from) * 4;
  const bias = load<usize>(a, 4 * Dense.bias) + <usize>from * 4;
  for (let image = 0; image < batch; image++) memory.copy(scratch + <usize>image * bytes, bias, bytes);
  let kernel = load<usize>(a, 4 * Dense.kernel) + <usize>from * 4;
  let i = 0;
  for (; i + 4 <= inputs; i += 4) {
    for (let image = 0; image < batch; image++) {
      const pixel = x + <usize>(image * inputs + i) * 4;
      const x0 = v128.load_splat<f32>(pixel);
      const x1 = v128.load_splat<f32>(pixel, 4);
      const x2 = v128.load_splat<f32>(pixel, 8);
      const x3 = v128.load_splat<f32>(pixel, 12);
      const sums = scratch + <usize>image * bytes;
      let k0 = kernel;
      let k1 = k0 + row;
      let k2 = k1 + row;
      let k3 = k2 + row;
      for (let at = sums, end = sums + bytes; at < end; at += 16) {
        let sum = multiplyAdd(x0, v128.load(k0), v128.load(at));
        sum = multiplyAdd(x1, v128.load(k1), sum);
        sum = multiplyAdd(x2, v128.load(k2), sum);
        v128.store(at, multiplyAdd(x3, v128.load(k3), sum));
        k0 += 16;
        k1 += 16;
        k2 += 16;
        k3 += 16;
      }
    }
    kernel += row * 4;
  }
  for (; i < inputs; i++) {
    for (let image = 0; image < batch; image++) {
      const x0 = v128.load_splat<f32>(x + <usize>(image * inputs + i) * 4);
      const sums = scratch + <usize>image * bytes;
      for (let at: usize = 0; at < bytes; at += 16)
        v128.store(sums + at, multiplyAdd(x0, v128.load(kernel + at), v128.load(sums + at)));
    }
    kernel += row;
  }
  const floor = f32x4.splat(load<i32>(a, 4 * Dense.relu) ? 0 : -Infinity);
  for (let image = 0; image < batch; image++) {
    const sums = scratch + <usize>image * bytes;
    const y = load<usize>(a, 4 * Dense.y) + <usize>(image * outputs) * 4;
    for (let output = from; output < min(to, outputs); output += 8) {
      const sum = sums + <usize>(output - from) * 4;
      const low = f32x4.max(v128.load(sum), floor);
      const high = f32x4.max(v128.load(sum, 16), floor);
      storeLanes(y + <usize>output * 4, low, high, min(8, outputs - output));
    }
  }
}

/** Where eight columns of a kernel stand in scratch, behind the list of pixels. */
const PANEL: usize = Size.list;

/** Eight outputs of every image, from rows x and the columns in scratch. The rows are the pixels of tiles. */
function multiplyRows(
  x: usize,
  inputs: i32,
  bias: usize,
  relu: bool,
  y: usize,
  outputs: i32,
  first: i32,
): void {
  for (let image = 0; image < batch; image += LISTED) {
    const count = min(LISTED, batch - image);
    for (let i = 0; i < count; i++) {
      const from = x + <usize>((image + i) * inputs) * 4;
      setPixel(scratch, i, from, y + <usize>((image + i) * outputs) * 4);
    }
    fillList(scratch, count);
    const lanes = min(8, outputs - first);
    multiplyPixels(scratch, count, scratch + PANEL, 1, inputs, 0, bias, relu, <usize>first * 4, lanes);
  }
}

function denseTiled(a: usize): void {
  const x = load<usize>(a, 4 * Dense.x);
  const inputs = load<i32>(a, 4 * Dense.inputs);
  const outputs = load<i32>(a, 4 * Dense.outputs);
  const y = load<usize>(a, 4 * Dense.y);
  const row = <usize>outputs * 4;
  const panel = scratch + PANEL;
  const blocks = (outputs + 7) / 8;
  for (let block = firstUnit(blocks), end = lastUnit(blocks); block < end; block++) {
    let from = load<usize>(a, 4 * Dense.kernel) + <usize>block * 32;
    for (let to = panel; to < panel + <usize>inputs * 32; to += 32) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += row;
    }
    const bias = load<usize>(a, 4 * Dense.bias) + <usize>block * 32;
    multiplyRows(x, inputs, bias, load<i32>(a, 4 * Dense.relu) !== 0, y, outputs, block * 8);
  }
}

/**
 * Arguments: dy, inputs, outputs, kernel, eight zeros, dx, fused: whether denseUpdate.ts does this for small batches.
 */
export function denseInputGradient(a: usize): void {
  const dy = load<usize>(a, 4 * DenseInputGradient.dy);
  const inputs = load<i32>(a, 4 * DenseInputGradient.inputs);
  const outputs = load<i32>(a, 4 * DenseInputGradient.outputs);
  const kernel = load<usize>(a, 4 * DenseInputGradient.kernel);
  const dx = load<usize>(a, 4 * DenseInputGradient.dx);
  const row = <usize>outputs * 4;
  const blocks = (inputs + 7) / 8;
  const first = firstUnit(blocks);
  const end = lastUnit(blocks);
  if (batch < TILED) {
    if (!load<i32>(a, 4 * DenseInputGradient.fused))
      inputGradientRows(dy, inputs, outputs, kernel, dx, first * 8, min(end * 8, inputs));
    return;
  }
  for (let block = first; block < end; block++) {
    const lanes = min(8, inputs - block * 8);
    for (let i = 0; i < 8; i++) {
      // A last block that is not full repeats a row: its lanes are never stored.
      const from = kernel + <usize>(block * 8 + min(i, lanes - 1)) * row;
      const to = scratch + PANEL + <usize>i * 4;
      for (let output: usize = 0; output < <usize>outputs; output++)
        store<f32>(to + output * 32, load<f32>(from + output * 4));
    }
    multiplyRows(dy, outputs, load<usize>(a, 4 * DenseInputGradient.zeros), false, dx, inputs, block * 8);
  }
}

/** dx of inputs from … to − 1 for every image, a row of the kernel after another. */
export function inputGradientRows(
  dy: usize,
  inputs: i32,
  outputs: i32,
  kernel: usize,
  dx: usize,
  from: i32,
  to: i32,
): void {
  const row = <usize>outputs * 4;
  for (let i = from; i < to; i++) {
    for (let image = 0; image < batch; image++) {
      const sum = dot(dy + <usize>image * row, kernel + <usize>i * row, outputs);
      store<f32>(dx + <usize>(image * inputs + i) * 4, sum);
    }
  }
}

/** Σ a[i] · b[i], in four interleaved vectors, then the rest one by one. */
function dot(a: usize, b: usize, length: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    s0 = multiplyAdd(v128.load(a), v128.load(b), s0);
    s1 = multiplyAdd(v128.load(a, 16), v128.load(b, 16), s1);
    s2 = multiplyAdd(v128.load(a, 32), v128.load(b, 32), s2);
    s3 = multiplyAdd(v128.load(a, 48), v128.load(b, 48), s3);
    a += 64;
    b += 64;
  }
  let sum = laneSum(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  for (; i < length; i++) {
    sum += load<f32>(a, 4 * Dense.x) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}
