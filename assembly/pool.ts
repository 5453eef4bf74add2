/**
 * 2×2 max-pooling, stride 2, valid: an odd last row or column is dropped. Of equal values the first in row-major
 * order is the maximum; which of the four it was is kept as a byte, for the gradient. A work unit is one output row.
 *
 * Arguments: x, bytes an image, a row; y, bytes an image, a row; output height, output width, channels; argmax
 * [batch, output height, output width, channels]; input height, width (gradient only).
 */
import { MaxPool } from '../src/engine/wasm/kernels';
import { batch, firstUnit, lastUnit } from './state';

export function maxPool(a: usize): void {
  const height = load<i32>(a, 4 * MaxPool.height);
  const width = load<i32>(a, 4 * MaxPool.width);
  const channels = load<i32>(a, 4 * MaxPool.channels);
  const xRow = load<usize>(a, 4 * MaxPool.xRow);
  const pixel = <usize>channels * 4;
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const image = <usize>(unit / height);
    const row = <usize>(unit % height);
    let x = load<usize>(a, 4 * MaxPool.x) + image * load<usize>(a, 4 * MaxPool.xImage) + row * 2 * xRow;
    let y =
      load<usize>(a, 4 * MaxPool.y) +
      image * load<usize>(a, 4 * MaxPool.yImage) +
      row * load<usize>(a, 4 * MaxPool.yRow);
    let argmax = load<usize>(a, 4 * MaxPool.argmax) + <usize>(unit * width * channels);
    for (let column = 0; column < width; column++) {
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        const at = x + <usize>c * 4;
        let best = v128.load(at);
        let which = i32x4.splat(0);
        const right = v128.load(at + pixel);
        let greater = f32x4.gt(right, best);
        best = v128.bitselect(right, best, greater);
        which = v128.bitselect(i32x4.splat(1), which, greater);
        const below = v128.load(at + xRow);
        greater = f32x4.gt(below, best);
        best = v128.bitselect(below, best, greater);
        which = v128.bitselect(i32x4.splat(2), which, greater);
        const last = v128.load(at + xRow + pixel);
        greater = f32x4.gt(last, best);
        v128.store(y + <usize>c * 4, v128.bitselect(last, best, greater));
        which = v128.bitselect(i32x4.splat(3), which, greater);
        const shorts = i16x8.narrow_i32x4_s(which, which);
        store<u32>(argmax + c, i32x4.extract_lane(i8x16.narrow_i16x8_u(shorts, shorts), 0));
      }
      for (; c < channels; c++) {
        let best = load<f32>(x + <usize>c * 4);
        let which = 0;
        for (let k = 1; k < 4; k++) {
          const value = load<f32>(x + <usize>c * 4 + (k & 1 ? pixel : 0) + (k & 2 ? xRow : 0));
          if (value > best) {
            best = value;
            which = k;
          }
        }
        store<f32>(y + <usize>c * 4, best);
        store<u8>(argmax + c, <u8>which);
      }
      x += pixel * 2;
      y += pixel;
      argmax += channels;
    }
  }
}

/** dx[window] = dy where the maximum was, else 0. Arguments as above, with x: dx and y: dy. */
export function maxPoolGradient(a: usize): void {
  const height = load<i32>(a, 4 * MaxPool.height);
  const width = load<i32>(a, 4 * MaxPool.width);
  const channels = load<i32>(a, 4 * MaxPool.channels);
  const xRow = load<usize>(a, 4 * MaxPool.xRow);
  const pixel = <usize>channels * 4;
  const inputHeight = load<i32>(a, 4 * MaxPool.inputHeight);
  const inputWidth = load<i32>(a, 4 * MaxPool.inputWidth);
  // Rows of windows, and the dropped odd row, if any, as one more.
  const rows = (inputHeight + 1) / 2;
  const units = batch * rows;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const image = <usize>(unit / rows);
    const row = unit % rows;
    let x =
      load<usize>(a, 4 * MaxPool.x) + image * load<usize>(a, 4 * MaxPool.xImage) + <usize>row * 2 * xRow;
    if (row >= height) {
      memory.fill(x, 0, <usize>inputWidth * pixel);
      continue;
    }
    let y =
      load<usize>(a, 4 * MaxPool.y) +
      image * load<usize>(a, 4 * MaxPool.yImage) +
      <usize>row * load<usize>(a, 4 * MaxPool.yRow);
    let argmax = load<usize>(a, 4 * MaxPool.argmax) + <usize>((<i32>image * height + row) * width * channels);
    for (let column = 0; column < width; column++) {
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        const at = x + <usize>c * 4;
        const dy = v128.load(y + <usize>c * 4);
        const which = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(argmax + c)));
        v128.store(at, v128.and(dy, i32x4.eq(which, i32x4.splat(0))));
        v128.store(at + pixel, v128.and(dy, i32x4.eq(which, i32x4.splat(1))));
        v128.store(at + xRow, v128.and(dy, i32x4.eq(which, i32x4.splat(2))));
        v128.store(at + xRow + pixel, v128.and(dy, i32x4.eq(which, i32x4.splat(3))));
      }
      for (; c < channels; c++) {
        const which = load<u8>(argmax + c);
        const dy = load<f32>(y + <usize>c * 4);
        for (let k = 0; k < 4; k++)
          store<f32>(x + <usize>c * 4 + (k & 1 ? pixel : 0) + (k & 2 ? xRow : 0), which === k ? dy : 0);
      }
      x += pixel * 2;
      y += pixel;
      argmax += channels;
    }
    if (inputWidth & 1) {
      memory.fill(x, 0, pixel);
      memory.fill(x + xRow, 0, pixel);
    }
  }
}
