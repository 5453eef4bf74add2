/**
 * Sums over an image's pixels, a channel at a time: x and dy are [pixels, channels] without gaps. Sixteen channels
 * side by side (a cache line of a pixel), then four, then one.
 */
import { multiplyAdd } from './simd';

/** sums[c] = Σ_p x[p][c] */
export function sumChannels(x: usize, pixels: i32, channels: i32, sums: usize): void {
  const stride = <usize>channels * 4;
  let c = 0;
  for (; c + 16 <= channels; c += 16) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
    }
    const to = sums + <usize>c * 4;
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
  }
  for (; c + 4 <= channels; c += 4) {
    let s = f32x4.splat(0);
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) s = f32x4.add(s, v128.load(at));
    v128.store(sums + <usize>c * 4, s);
  }
  for (; c < channels; c++) {
    let s: f32 = 0;
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) s += load<f32>(at);
    store<f32>(sums + <usize>c * 4, s);
  }
}

/** squares[c] = Σ_p (x[p][c] − centre[c])² */
export function sumSquares(x: usize, pixels: i32, channels: i32, centre: usize, squares: usize): void {
  const stride = <usize>channels * 4;
  let c = 0;
  for (; c + 16 <= channels; c += 16) {
    const m = centre + <usize>c * 4;
    const m0 = v128.load(m);
    const m1 = v128.load(m, 16);
    const m2 = v128.load(m, 32);
    const m3 = v128.load(m, 48);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) {
      const d0 = f32x4.sub(v128.load(at), m0);
      s0 = multiplyAdd(d0, d0, s0);
      const d1 = f32x4.sub(v128.load(at, 16), m1);
      s1 = multiplyAdd(d1, d1, s1);
      const d2 = f32x4.sub(v128.load(at, 32), m2);
      s2 = multiplyAdd(d2, d2, s2);
      const d3 = f32x4.sub(v128.load(at, 48), m3);
      s3 = multiplyAdd(d3, d3, s3);
    }
    const to = squares + <usize>c * 4;
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
  }
  for (; c + 4 <= channels; c += 4) {
    const m = v128.load(centre + <usize>c * 4);
    let s = f32x4.splat(0);
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) {
      const d = f32x4.sub(v128.load(at), m);
      s = multiplyAdd(d, d, s);
    }
    v128.store(squares + <usize>c * 4, s);
  }
  for (; c < channels; c++) {
    const m = load<f32>(centre + <usize>c * 4);
    let s: f32 = 0;
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) {
      const d = load<f32>(at) - m;
      s += d * d;
    }
    store<f32>(squares + <usize>c * 4, s);
  }
}

/** sums[c] = Σ_p dy[p][c],  products[c] = Σ_p dy[p][c] · (x[p][c] − centre[c]) */
export function sumProducts(
  x: usize,
  dy: usize,
  pixels: i32,
  channels: i32,
  centre: usize,
  sums: usize,
  products: usize,
): void {
  const stride = <usize>channels * 4;
  const apart = dy - x;
  let c = 0;
  for (; c + 16 <= channels; c += 16) {
    const m = centre + <usize>c * 4;
    const m0 = v128.load(m);
    const m1 = v128.load(m, 16);
    const m2 = v128.load(m, 32);
    const m3 = v128.load(m, 48);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let q0 = s0;
    let q1 = s0;
    let q2 = s0;
    let q3 = s0;
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) {
      const g0 = v128.load(at + apart);
      s0 = f32x4.add(s0, g0);
      q0 = multiplyAdd(g0, f32x4.sub(v128.load(at), m0), q0);
      const g1 = v128.load(at + apart, 16);
      s1 = f32x4.add(s1, g1);
      q1 = multiplyAdd(g1, f32x4.sub(v128.load(at, 16), m1), q1);
      const g2 = v128.load(at + apart, 32);
      s2 = f32x4.add(s2, g2);
      q2 = multiplyAdd(g2, f32x4.sub(v128.load(at, 32), m2), q2);
      const g3 = v128.load(at + apart, 48);
      s3 = f32x4.add(s3, g3);
      q3 = multiplyAdd(g3, f32x4.sub(v128.load(at, 48), m3), q3);
    }
    const to = <usize>c * 4;
    v128.store(sums + to, s0);
    v128.store(sums + to, s1, 16);
    v128.store(sums + to, s2, 32);
    v128.store(sums + to, s3, 48);
    v128.store(products + to, q0);
    v128.store(products + to, q1, 16);
    v128.store(products + to, q2, 32);
    v128.store(products + to, q3, 48);
  }
  for (; c + 4 <= channels; c += 4) {
    const m = v128.load(centre + <usize>c * 4);
    let s = f32x4.splat(0);
    let q = s;
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) {
      const g = v128.load(at + apart);
      s = f32x4.add(s, g);
      q = multiplyAdd(g, f32x4.sub(v128.load(at), m), q);
    }
    v128.store(sums + <usize>c * 4, s);
    v128.store(products + <usize>c * 4, q);
  }
  for (; c < channels; c++) {
    const m = load<f32>(centre + <usize>c * 4);
    let s: f32 = 0;
    let q: f32 = 0;
    for (let p = 0, at = x + <usize>c * 4; p < pixels; p++, at += stride) {
      const g = load<f32>(at + apart);
      s += g;
      q += g * (load<f32>(at) - m);
    }
    store<f32>(sums + <usize>c * 4, s);
    store<f32>(products + <usize>c * 4, q);
  }
}
