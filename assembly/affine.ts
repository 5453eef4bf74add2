/**
 * What normalization does once its statistics are known, a row of an image at a time: x and dy are [width, channels]
 * without gaps, so is the row written. Constants are a value a channel.
 */
import { multiplyAdd } from './simd';

/** Leaves out of y = max(y, floor) nothing (−∞) or what ReLU cuts off (0). */
const NO_FLOOR: f32 = -Infinity;

/** y = (x − mean) · scale + beta, then ReLU if asked for. */
export function normalizeRow(
  x: usize,
  y: usize,
  width: i32,
  channels: i32,
  mean: usize,
  scale: usize,
  beta: usize,
  relu: bool,
): void {
  const stride = <usize>channels * 4;
  const floor: f32 = relu ? 0 : NO_FLOOR;
  const floors = f32x4.splat(floor);
  let c = 0;
  for (; c + 8 <= channels; c += 8) {
    const from = <usize>c * 4;
    const m0 = v128.load(mean + from);
    const m1 = v128.load(mean + from, 16);
    const a0 = v128.load(scale + from);
    const a1 = v128.load(scale + from, 16);
    const b0 = v128.load(beta + from);
    const b1 = v128.load(beta + from, 16);
    for (let p = 0, at = from; p < width; p++, at += stride) {
      const y0 = multiplyAdd(f32x4.sub(v128.load(x + at), m0), a0, b0);
      const y1 = multiplyAdd(f32x4.sub(v128.load(x + at, 16), m1), a1, b1);
      // y < floor ? floor : y keeps a NaN, which has to reach the loss.
      v128.store(y + at, f32x4.pmax(y0, floors));
      v128.store(y + at, f32x4.pmax(y1, floors), 16);
    }
  }
  for (; c < channels; c++) {
    const from = <usize>c * 4;
    const m = load<f32>(mean + from);
    const a = load<f32>(scale + from);
    const b = load<f32>(beta + from);
    for (let p = 0, at = from; p < width; p++, at += stride) {
      const value = (load<f32>(x + at) - m) * a + b;
      store<f32>(y + at, value < floor ? floor : value);
    }
  }
}

/**
 * dx = a · dy + (b · (x − mean) + d), a, b, d as norm.ts derives them; 0 where x is not above 0 if `masked`: then x is
 * a ReLU's output, and this is the gradient of what went in there.
 */
export function gradientRow(
  x: usize,
  dy: usize,
  dx: usize,
  width: i32,
  channels: i32,
  mean: usize,
  a: usize,
  b: usize,
  d: usize,
  masked: bool,
): void {
  const stride = <usize>channels * 4;
  const threshold: f32 = masked ? 0 : NO_FLOOR;
  const thresholds = f32x4.splat(threshold);
  let c = 0;
  for (; c + 8 <= channels; c += 8) {
    const from = <usize>c * 4;
    const m0 = v128.load(mean + from);
    const m1 = v128.load(mean + from, 16);
    const a0 = v128.load(a + from);
    const a1 = v128.load(a + from, 16);
    const b0 = v128.load(b + from);
    const b1 = v128.load(b + from, 16);
    const d0 = v128.load(d + from);
    const d1 = v128.load(d + from, 16);
    for (let p = 0, at = from; p < width; p++, at += stride) {
      const x0 = v128.load(x + at);
      const x1 = v128.load(x + at, 16);
      const g0 = multiplyAdd(v128.load(dy + at), a0, multiplyAdd(f32x4.sub(x0, m0), b0, d0));
      const g1 = multiplyAdd(v128.load(dy + at, 16), a1, multiplyAdd(f32x4.sub(x1, m1), b1, d1));
      v128.store(dx + at, v128.and(g0, f32x4.gt(x0, thresholds)));
      v128.store(dx + at, v128.and(g1, f32x4.gt(x1, thresholds)), 16);
    }
  }
  for (; c < channels; c++) {
    const from = <usize>c * 4;
    const m = load<f32>(mean + from);
    const a0 = load<f32>(a + from);
    const b0 = load<f32>(b + from);
    const d0 = load<f32>(d + from);
    for (let p = 0, at = from; p < width; p++, at += stride) {
      const value = load<f32>(x + at);
      const gradient = load<f32>(dy + at) * a0 + ((value - m) * b0 + d0);
      store<f32>(dx + at, value > threshold ? gradient : 0);
    }
  }
}

/** dy ← 0 where the ReLU after the norm cut off: y = (x − mean) · scale + beta not above 0. In place. */
export function maskPixels(
  x: usize,
  dy: usize,
  pixels: i32,
  channels: i32,
  mean: usize,
  scale: usize,
  beta: usize,
): void {
  const zero = f32x4.splat(0);
  for (let p = 0; p < pixels; p++) {
    let at: usize = 0;
    const end = <usize>channels * 4;
    for (; at + 16 <= end; at += 16) {
      const y = multiplyAdd(
        f32x4.sub(v128.load(x + at), v128.load(mean + at)),
        v128.load(scale + at),
        v128.load(beta + at),
      );
      v128.store(dy + at, v128.and(v128.load(dy + at), f32x4.gt(y, zero)));
    }
    for (; at < end; at += 4) {
      const y = (load<f32>(x + at) - load<f32>(mean + at)) * load<f32>(scale + at) + load<f32>(beta + at);
      if (!(y > 0)) store<f32>(dy + at, 0);
    }
    x += end;
    dy += end;
  }
}

/** dx = dy where y, a ReLU's output, is above 0, or a NaN, which has to reach the loss; else 0. */
export function maskRow(y: usize, dy: usize, dx: usize, length: i32): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = <usize>i * 4;
    v128.store(dx + at, v128.andnot(v128.load(dy + at), f32x4.le(v128.load(y + at), f32x4.splat(0))));
  }
  for (; i < length; i++) {
    const at = <usize>i * 4;
    store<f32>(dx + at, load<f32>(y + at) <= 0 ? 0 : load<f32>(dy + at));
  }
}
