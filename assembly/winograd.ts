/**
 * 3×3 convolutions by Winograd's minimal filtering, F(2×2, 3×3) (Lavin & Gray, 'Fast algorithms for convolutional
 * neural networks', CVPR 2016): 16 multiplications for 4 outputs where the direct way takes 36.
 *
 *   y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A      d: a 4×4 window of x, g: a kernel, y: 2×2 outputs
 *
 *        | 1  0 −1  0 |       | 1   0   0 |
 *   Bᵀ = | 0  1  1  0 |   G = | ½   ½   ½ |   Aᵀ = | 1  1  1  0 |
 *        | 0 −1  1  0 |       | ½  −½   ½ |        | 0  1 −1 −1 |
 *        | 0  1  0 −1 |       | 0   0   1 |
 *
 * For each of the 16 positions that is a matrix product over channels, done by multiplyTile.ts with windows as pixels.
 * A chunk of windows is transformed, multiplied and transformed back while it is in the second-level cache. Arguments
 * as convolve's (height and width even, channels multiples of 4) and packKernel's.
 */
import { Convolve, PackKernel, Place, Size } from '../src/engine/wasm/kernels';
import { fillList, multiplyPixels, setPixel, tilePixels } from './multiplyTile';
import { batch, firstUnit, lastUnit, scratch } from './state';

/** Windows in a chunk. */
const WINDOWS: i32 = Size.windows;
/** Scratch: the list of windows, 16 vectors in between, then transformed windows and products. */
const TEMPORARY: usize = Size.list;
const CHUNK: usize = Size.beforeWindows;

/** packed[position][outputs / 8][input][8] = G g Gᵀ. Unit: an input of a block of eight outputs. */
export function packWinograd(a: usize): void {
  const kernel = load<usize>(a, 4 * PackKernel.kernel);
  const turned = load<i32>(a, 4 * PackKernel.turned) !== 0;
  const inputs = load<i32>(a, 4 * PackKernel.inputs);
  const outputs = load<i32>(a, 4 * PackKernel.outputs);
  const from = turned ? outputs : inputs;
  const blocks = ((turned ? inputs : outputs) + 7) / 8;
  const units = blocks * from;
  const position = <usize>units * 32;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const block = unit / from;
    const channel = unit % from;
    for (let tap = 0; tap < 9; tap++) {
      const to = scratch + <usize>tap * 32;
      if (turned) gatherTurned(kernel, 8 - tap, inputs, outputs, block * 8, channel, to);
      else {
        const row = kernel + <usize>((tap * inputs + channel) * outputs + block * 8) * 4;
        memory.copy(to, row, <usize>min(8, outputs - block * 8) * 4);
      }
    }
    const to = load<usize>(a, 4 * PackKernel.packed) + <usize>unit * 32;
    transformKernel(scratch, to, position);
    transformKernel(scratch + 16, to + 16, position);
  }
}

/** Eight input channels of one tap and output, as lanes. */
function gatherTurned(
  kernel: usize,
  tap: i32,
  inputs: i32,
  outputs: i32,
  first: i32,
  output: i32,
  to: usize,
): void {
  for (let i = first; i < min(first + 8, inputs); i++)
    store<f32>(
      to + <usize>(i - first) * 4,
      load<f32>(kernel + <usize>((tap * inputs + i) * outputs + output) * 4),
    );
}

/** G g Gᵀ of four lanes: nine taps, 32 bytes apart, to sixteen positions. */
function transformKernel(taps: usize, to: usize, position: usize): void {
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

export function convolveWinograd(a: usize): void {
  const height = load<i32>(a, 4 * Convolve.height);
  const width = load<i32>(a, 4 * Convolve.width);
  const inputs = load<i32>(a, 4 * Convolve.inputs);
  const outputs = load<i32>(a, 4 * Convolve.outputs);
  const columns = width / 2;
  const perImage = (height / 2) * columns;
  const packed = load<usize>(a, 4 * Convolve.packed);
  const windows = scratch + CHUNK;
  const products = windows + <usize>(16 * WINDOWS * inputs) * 4;
  const kernelPosition = <usize>(((outputs + 7) / 8) * inputs) * 32;
  const unit = tilePixels();
  const units = (batch * perImage + unit - 1) / unit;
  const end = min(lastUnit(units) * unit, batch * perImage);
  for (let first = firstUnit(units) * unit; first < end; first += WINDOWS) {
    const count = min(WINDOWS, end - first);
    for (let i = 0; i < count; i++) {
      const image = <usize>((first + i) / perImage);
      const row = <usize>(((first + i) % perImage) / columns);
      const column = <usize>(((first + i) % perImage) % columns);
      const x =
        load<usize>(a, 4 * Convolve.x) +
        image * load<usize>(a, 4 * Convolve.xImage) +
        row * 2 * load<usize>(a, 4 * Convolve.xRow);
      const corner = x + column * 8 * <usize>inputs;
      const to = windows + <usize>(i * inputs) * 4;
      transformWindow(
        corner,
        load<usize>(a, 4 * Convolve.xRow),
        inputs,
        to,
        <usize>(WINDOWS * inputs) * 4,
        0,
        4,
      );
    }
    for (let position: usize = 0; position < 16; position++) {
      const from = windows + position * <usize>(WINDOWS * inputs) * 4;
      const to = products + position * <usize>(WINDOWS * outputs) * 4;
      for (let i = 0; i < count; i++)
        setPixel(scratch, i, from + <usize>(i * inputs) * 4, to + <usize>(i * outputs) * 4);
      fillList(scratch, count);
      let kernel = packed + position * kernelPosition;
      for (let output = 0; output < outputs; output += 8) {
        const lanes = min(8, outputs - output);
        const offset = <usize>output * 4;
        multiplyPixels(scratch, count, kernel, 1, inputs, 0, ZEROS, false, offset, lanes);
        kernel += <usize>inputs * 32;
      }
    }
    for (let i = 0; i < count; i++) {
      const image = <usize>((first + i) / perImage);
      const row = <usize>(((first + i) % perImage) / columns);
      const column = <usize>(((first + i) % perImage) % columns);
      const y =
        load<usize>(a, 4 * Convolve.y) +
        image * load<usize>(a, 4 * Convolve.yImage) +
        row * 2 * load<usize>(a, 4 * Convolve.yRow);
      transformProducts(a, products + <usize>(i * outputs) * 4, y + column * 8 * <usize>outputs, outputs);
    }
  }
}

/** Address of eight zeros. */
const ZEROS: usize = Place.zeros;

/** Rows fromRow … toRow − 1 of Bᵀ d B of one window, all channels; `position` bytes from one of the 16 to the next. */
export function transformWindow(
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
function transformProducts(a: usize, m: usize, y: usize, channels: i32): void {
  const position = <usize>(WINDOWS * channels) * 4;
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
