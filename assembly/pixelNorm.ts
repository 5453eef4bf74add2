/**
 * Normalization of the channels of each pixel by itself: `channel`. Equations as in imageNorm.ts, with pixel for group;
 * mean and r: a value a pixel, [batch, height · width]. Vectors are four channels of a pixel; of the last one, lanes
 * that are no channels of this pixel are masked. The sums of four pixels are taken across lanes together.
 *
 * Arguments as imageNorm and imageNormGradient, of which groups and centred do not matter.
 */
import { ImageNorm, ImageNormGradient } from '../src/engine/wasm/kernels';
import { firstLanes, laneSum, laneSums, multiplyAdd, storeLanes } from './simd';
import { batch, firstUnit, lastUnit, scratch } from './state';

/** Lanes of the last vector of a pixel that are channels of it. */
let last: v128 = i32x4.splat(-1);
const ALL: v128 = i32x4.splat(-1);

/** Unit: a row of an image. */
export function pixelNorm(a: usize): void {
  const height = load<i32>(a, 4 * ImageNorm.height);
  const width = load<i32>(a, 4 * ImageNorm.width);
  const channels = load<i32>(a, 4 * ImageNorm.channels);
  const gamma = load<usize>(a, 4 * ImageNorm.gamma);
  const beta = load<usize>(a, 4 * ImageNorm.beta);
  const epsilon = load<f32>(a, 4 * ImageNorm.epsilon);
  const floor = f32x4.splat(load<i32>(a, 4 * ImageNorm.relu) ? 0 : -Infinity);
  const bytes = <usize>channels * 4;
  const whole = bytes & ~15;
  const rest = channels & 3;
  last = firstLanes(rest);
  for (let unit = firstUnit(batch * height), end = lastUnit(batch * height); unit < end; unit++) {
    const image = <usize>(unit / height);
    const first = <usize>(unit * width);
    let x = load<usize>(a, 4 * ImageNorm.x) + first * bytes;
    let mean = load<usize>(a, 4 * ImageNorm.mean) + first * 4;
    let r = load<usize>(a, 4 * ImageNorm.r) + first * 4;
    let y =
      load<usize>(a, 4 * ImageNorm.y) +
      image * load<usize>(a, 4 * ImageNorm.yImage) +
      <usize>(unit % height) * load<usize>(a, 4 * ImageNorm.yRow);
    takeMoments(x, width, channels, epsilon, mean, r);
    for (let p = 0; p < width; p++) {
      const m = v128.load_splat<f32>(mean);
      const scale = v128.load_splat<f32>(r);
      let c: usize = 0;
      for (; c < whole; c += 16) {
        const normalized = f32x4.mul(f32x4.sub(v128.load(x + c), m), scale);
        const value = multiplyAdd(normalized, v128.load(gamma + c), v128.load(beta + c));
        // y < floor ? floor : y keeps a NaN, which has to reach the loss.
        v128.store(y + c, f32x4.pmax(value, floor));
      }
      if (rest) {
        const normalized = f32x4.mul(f32x4.sub(v128.load(x + c), m), scale);
        const value = f32x4.pmax(multiplyAdd(normalized, v128.load(gamma + c), v128.load(beta + c)), floor);
        storeLanes(y + c, value, value, rest);
      }
      x += bytes;
      y += bytes;
      mean += 4;
      r += 4;
    }
  }
}

/** mean and r = 1 / √(var + ε) of each of `count` pixels; at the end of a row the last one is taken several times. */
function takeMoments(x: usize, count: i32, channels: i32, epsilon: f32, mean: usize, r: usize): void {
  const bytes = <usize>channels * 4;
  const share = f32x4.splat(1 / <f32>channels);
  for (let p = 0; p < count; p += 4) {
    const there = min(4, count - p);
    const x1 = there > 1 ? x + bytes : x;
    const x2 = there > 2 ? x1 + bytes : x1;
    const x3 = there > 3 ? x2 + bytes : x2;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let c: usize = 0; c < bytes; c += 16) {
      const mask = c + 16 <= bytes ? ALL : last;
      s0 = f32x4.add(s0, v128.and(v128.load(x + c), mask));
      s1 = f32x4.add(s1, v128.and(v128.load(x1 + c), mask));
      s2 = f32x4.add(s2, v128.and(v128.load(x2 + c), mask));
      s3 = f32x4.add(s3, v128.and(v128.load(x3 + c), mask));
    }
    const means = f32x4.mul(laneSums(s0, s1, s2, s3), share);
    const m0 = v128.shuffle<i32>(means, means, 0, 0, 0, 0);
    const m1 = v128.shuffle<i32>(means, means, 1, 1, 1, 1);
    const m2 = v128.shuffle<i32>(means, means, 2, 2, 2, 2);
    const m3 = v128.shuffle<i32>(means, means, 3, 3, 3, 3);
    s0 = f32x4.splat(0);
    s1 = s0;
    s2 = s0;
    s3 = s0;
    for (let c: usize = 0; c < bytes; c += 16) {
      const mask = c + 16 <= bytes ? ALL : last;
      const d0 = v128.and(f32x4.sub(v128.load(x + c), m0), mask);
      s0 = multiplyAdd(d0, d0, s0);
      const d1 = v128.and(f32x4.sub(v128.load(x1 + c), m1), mask);
      s1 = multiplyAdd(d1, d1, s1);
      const d2 = v128.and(f32x4.sub(v128.load(x2 + c), m2), mask);
      s2 = multiplyAdd(d2, d2, s2);
      const d3 = v128.and(f32x4.sub(v128.load(x3 + c), m3), mask);
      s3 = multiplyAdd(d3, d3, s3);
    }
    const deviations = f32x4.sqrt(multiplyAdd(laneSums(s0, s1, s2, s3), share, f32x4.splat(epsilon)));
    const inverse = f32x4.div(f32x4.splat(1), deviations);
    storeLanes(mean, means, means, there);
    storeLanes(r, inverse, inverse, there);
    x = x3 + bytes;
    mean += 16;
    r += 16;
  }
}

/**
 * A pixel's gamma · dy and x̂ stay in scratch from the pass that sums them to the one that writes dx. Unit: an image, for
 * its shares of dgamma and dbeta.
 */
export function pixelNormGradient(a: usize): void {
  const height = load<i32>(a, 4 * ImageNormGradient.height);
  const width = load<i32>(a, 4 * ImageNormGradient.width);
  const channels = load<i32>(a, 4 * ImageNormGradient.channels);
  const gamma = load<usize>(a, 4 * ImageNormGradient.gamma);
  const beta = load<usize>(a, 4 * ImageNormGradient.beta);
  const pixels = height * width;
  const bytes = <usize>channels * 4;
  const rest = channels & 3;
  const rounded = (bytes + 15) & ~15;
  const part: f32 = 1 / <f32>channels;
  // What comes after a ReLU passes where y is above it, what goes before one where x is.
  const after = f32x4.splat(load<i32>(a, 4 * ImageNormGradient.relu) ? 0 : -Infinity);
  const before = f32x4.splat(load<i32>(a, 4 * ImageNormGradient.masked) ? 0 : -Infinity);
  const slopes = scratch;
  const units = scratch + rounded;
  const shifts = units + rounded;
  const scales = shifts + rounded;
  last = firstLanes(rest);
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const first = <usize>(image * pixels);
    let x = load<usize>(a, 4 * ImageNormGradient.x) + first * bytes;
    let dy = load<usize>(a, 4 * ImageNormGradient.dy) + first * bytes;
    let mean = load<usize>(a, 4 * ImageNormGradient.mean) + first * 4;
    let r = load<usize>(a, 4 * ImageNormGradient.r) + first * 4;
    const dx =
      load<usize>(a, 4 * ImageNormGradient.dx) + <usize>image * load<usize>(a, 4 * ImageNormGradient.dxImage);
    memory.fill(shifts, 0, 2 * rounded);
    for (let row: usize = 0; row < <usize>height; row++) {
      let to = dx + row * load<usize>(a, 4 * ImageNormGradient.dxRow);
      for (let p = 0; p < width; p++) {
        const m = v128.load_splat<f32>(mean);
        const scale = v128.load_splat<f32>(r);
        let sum = f32x4.splat(0);
        let product = sum;
        for (let c: usize = 0; c < bytes; c += 16) {
          const normalized = f32x4.mul(f32x4.sub(v128.load(x + c), m), scale);
          const weight = v128.load(gamma + c);
          const passes = f32x4.gt(multiplyAdd(normalized, weight, v128.load(beta + c)), after);
          const gradient = v128.and(v128.load(dy + c), passes);
          v128.store(shifts + c, f32x4.add(v128.load(shifts + c), gradient));
          v128.store(scales + c, multiplyAdd(gradient, normalized, v128.load(scales + c)));
          const slope = f32x4.mul(gradient, weight);
          v128.store(slopes + c, slope);
          v128.store(units + c, normalized);
          const mask = c + 16 <= bytes ? ALL : last;
          sum = f32x4.add(sum, v128.and(slope, mask));
          product = f32x4.add(product, v128.and(f32x4.mul(slope, normalized), mask));
        }
        const level = f32x4.splat(laneSum(sum) * part);
        const along = f32x4.splat(laneSum(product) * part);
        for (let c: usize = 0; c < bytes; c += 16) {
          const apart = f32x4.sub(
            f32x4.sub(v128.load(slopes + c), level),
            f32x4.mul(v128.load(units + c), along),
          );
          const value = v128.and(f32x4.mul(scale, apart), f32x4.gt(v128.load(x + c), before));
          if (c + 16 <= bytes) v128.store(to + c, value);
          else storeLanes(to + c, value, value, rest);
        }
        x += bytes;
        dy += bytes;
        to += bytes;
        mean += 4;
        r += 4;
      }
    }
    memory.copy(load<usize>(a, 4 * ImageNormGradient.dbeta) + <usize>image * bytes, shifts, bytes);
    memory.copy(load<usize>(a, 4 * ImageNormGradient.dgamma) + <usize>image * bytes, scales, bytes);
  }
}
