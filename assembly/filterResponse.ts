/**
 * Filter response normalization with its thresholded linear unit (Singh & Krishnan 2019). A group is a channel of an image,
 * or all units of a dense layer; with m values in it, r = 1 / √(Σ x² / m + ε) and x̂ = x · r:
 *
 *   z = gamma · x̂ + beta        y = max(z, threshold)
 *   dz = dy where z is above the threshold, dy / 2 where it is that exactly, as in PyTorch
 *   dx = r · (gamma · dz − x̂ · Σ gamma · dz · x̂ / m)
 *   dgamma = Σ dz · x̂,  dbeta = Σ dz,  dthreshold = Σ dy − dz
 *
 * r is kept a value a channel, [batch, channels]. Four channels of a row of pixels at a time, as in dynamicTanh.ts. Unit:
 * an image.
 */
import { FilterResponse, FilterResponseGradient } from '../src/engine/wasm/kernels';
import { fill, groupSum, multiply } from './imageNorm';
import { sumSquares } from './moments';
import { multiplyAdd, storeLanes } from './simd';
import { batch, firstUnit, lastUnit, scratch } from './state';

/**
 * Arguments: x; y (address of its first inner pixel), bytes an image, a row; height, width, channels, groups, ε (float32),
 * gamma, beta, threshold, r, relu.
 */
export function filterResponse(a: usize): void {
  const height = load<i32>(a, 4 * FilterResponse.height);
  const width = load<i32>(a, 4 * FilterResponse.width);
  const channels = load<i32>(a, 4 * FilterResponse.channels);
  const groups = load<i32>(a, 4 * FilterResponse.groups);
  const floor = f32x4.splat(load<i32>(a, 4 * FilterResponse.relu) ? 0 : -Infinity);
  const pixels = height * width;
  const perGroup = channels / groups;
  const count = <f64>pixels * <f64>perGroup;
  const bytes = <usize>channels * 4;
  const rounded = (bytes + 15) & ~15;
  const squares = scratch;
  const scale = scratch + rounded;
  const zeros = scale + rounded;
  memory.fill(zeros, 0, rounded);
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const from = load<usize>(a, 4 * FilterResponse.x) + <usize>(image * pixels) * bytes;
    const r = load<usize>(a, 4 * FilterResponse.r) + <usize>image * bytes;
    sumSquares(from, pixels, channels, zeros, squares);
    for (let group = 0; group < groups; group++) {
      const meanSquare = groupSum(squares, group, perGroup) / count;
      const epsilon = <f64>load<f32>(a, 4 * FilterResponse.epsilon);
      fill(r, group, perGroup, <f32>(1 / Math.sqrt(meanSquare + epsilon)));
    }
    multiply(scale, r, load<usize>(a, 4 * FilterResponse.gamma), channels);
    for (let row: usize = 0; row < <usize>height; row++) {
      const x = from + row * <usize>width * bytes;
      const y =
        load<usize>(a, 4 * FilterResponse.y) +
        <usize>image * load<usize>(a, 4 * FilterResponse.yImage) +
        row * load<usize>(a, 4 * FilterResponse.yRow);
      for (let c: usize = 0; c < bytes; c += 16) {
        const slope = v128.load(scale + c);
        const beta = v128.load(load<usize>(a, 4 * FilterResponse.beta) + c);
        const threshold = f32x4.pmax(v128.load(load<usize>(a, 4 * FilterResponse.threshold) + c), floor);
        const lanes = <i32>((bytes - c) >> 2);
        for (let p = 0, at = c; p < width; p++, at += bytes) {
          // z < threshold ? threshold : z keeps a NaN, which has to reach the loss.
          const value = f32x4.pmax(multiplyAdd(v128.load(x + at), slope, beta), threshold);
          if (lanes >= 4) v128.store(y + at, value);
          else storeLanes(y + at, value, value, lanes);
        }
      }
    }
  }
}

/**
 * Arguments: x; dx (address of its first inner pixel), bytes an image, a row; height, width, channels, groups, dy, gamma,
 * beta, threshold, r, relu, masked, shares of dbeta, of dgamma, of dthreshold; relu and masked as in imageNorm.ts.
 */
export function filterResponseGradient(a: usize): void {
  const height = load<i32>(a, 4 * FilterResponseGradient.height);
  const width = load<i32>(a, 4 * FilterResponseGradient.width);
  const channels = load<i32>(a, 4 * FilterResponseGradient.channels);
  const groups = load<i32>(a, 4 * FilterResponseGradient.groups);
  const gamma = load<usize>(a, 4 * FilterResponseGradient.gamma);
  const pixels = height * width;
  const perGroup = channels / groups;
  const count = <f64>pixels * <f64>perGroup;
  const bytes = <usize>channels * 4;
  const rounded = (bytes + 15) & ~15;
  const scale = scratch;
  const slope = scale + rounded;
  const shifts = slope + rounded;
  const products = shifts + rounded;
  const rests = products + rounded;
  const after = f32x4.splat(load<i32>(a, 4 * FilterResponseGradient.relu) ? 0 : -Infinity);
  const before = f32x4.splat(load<i32>(a, 4 * FilterResponseGradient.masked) ? 0 : -Infinity);
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const first = <usize>(image * pixels) * bytes;
    const x = load<usize>(a, 4 * FilterResponseGradient.x) + first;
    const dy = load<usize>(a, 4 * FilterResponseGradient.dy) + first;
    const r = load<usize>(a, 4 * FilterResponseGradient.r) + <usize>image * bytes;
    multiply(scale, r, gamma, channels);
    memory.fill(shifts, 0, 3 * rounded);
    for (let row: usize = 0; row < <usize>height; row++)
      addProducts(a, x + row * <usize>width * bytes, dy + row * <usize>width * bytes);
    multiply(products, products, r, channels);
    for (let group = 0; group < groups; group++) {
      let product: f64 = 0;
      for (let c = group * perGroup, to = c + perGroup; c < to; c++)
        product += <f64>load<f32>(gamma + <usize>c * 4) * <f64>load<f32>(products + <usize>c * 4);
      const inverse = <f64>load<f32>(r + <usize>(group * perGroup) * 4);
      fill(slope, group, perGroup, <f32>((-product / count) * inverse * inverse));
    }
    const share = <usize>image * bytes;
    memory.copy(load<usize>(a, 4 * FilterResponseGradient.dbeta) + share, shifts, bytes);
    memory.copy(load<usize>(a, 4 * FilterResponseGradient.dgamma) + share, products, bytes);
    memory.copy(load<usize>(a, 4 * FilterResponseGradient.dthreshold) + share, rests, bytes);
    const dx =
      load<usize>(a, 4 * FilterResponseGradient.dx) +
      <usize>image * load<usize>(a, 4 * FilterResponseGradient.dxImage);
    for (let row: usize = 0; row < <usize>height; row++) {
      const from = row * <usize>width * bytes;
      const to = dx + row * load<usize>(a, 4 * FilterResponseGradient.dxRow);
      for (let c: usize = 0; c < bytes; c += 16) {
        const steep = v128.load(scale + c);
        const tilt = v128.load(slope + c);
        const beta = v128.load(load<usize>(a, 4 * FilterResponseGradient.beta) + c);
        const threshold = v128.load(load<usize>(a, 4 * FilterResponseGradient.threshold) + c);
        const lanes = <i32>((bytes - c) >> 2);
        for (let p = 0, at = from + c; p < width; p++, at += bytes) {
          const value = v128.load(x + at);
          const z = multiplyAdd(value, steep, beta);
          const gradient = v128.and(v128.load(dy + at), f32x4.gt(f32x4.pmax(z, threshold), after));
          const result = multiplyAdd(passed(z, gradient, threshold), steep, f32x4.mul(value, tilt));
          const kept = v128.and(result, f32x4.gt(value, before));
          if (lanes >= 4) v128.store(to + at - from, kept);
          else storeLanes(to + at - from, kept, kept, lanes);
        }
      }
    }
  }
}

/** dz. @param dy as a ReLU behind the norm leaves it */
function passed(z: v128, dy: v128, threshold: v128): v128 {
  const half = v128.and(f32x4.mul(dy, f32x4.splat(0.5)), f32x4.eq(z, threshold));
  return f32x4.add(v128.and(dy, f32x4.gt(z, threshold)), half);
}

/** Adds a row of pixels to Σ dz, Σ dz · x and Σ dy − dz, a value a channel each, which stand in scratch behind two others. */
function addProducts(a: usize, x: usize, dy: usize): void {
  const width = load<i32>(a, 4 * FilterResponseGradient.width);
  const bytes = <usize>load<i32>(a, 4 * FilterResponseGradient.channels) * 4;
  const after = f32x4.splat(load<i32>(a, 4 * FilterResponseGradient.relu) ? 0 : -Infinity);
  const rounded = (bytes + 15) & ~15;
  const shifts = scratch + 2 * rounded;
  const products = shifts + rounded;
  const rests = products + rounded;
  for (let c: usize = 0; c < bytes; c += 16) {
    const scale = v128.load(scratch + c);
    const beta = v128.load(load<usize>(a, 4 * FilterResponseGradient.beta) + c);
    const threshold = v128.load(load<usize>(a, 4 * FilterResponseGradient.threshold) + c);
    let shift = v128.load(shifts + c);
    let product = v128.load(products + c);
    let rest = v128.load(rests + c);
    for (let p = 0, at = c; p < width; p++, at += bytes) {
      const value = v128.load(x + at);
      const z = multiplyAdd(value, scale, beta);
      const gradient = v128.and(v128.load(dy + at), f32x4.gt(f32x4.pmax(z, threshold), after));
      const above = passed(z, gradient, threshold);
      shift = f32x4.add(shift, above);
      product = multiplyAdd(above, value, product);
      rest = f32x4.add(rest, f32x4.sub(gradient, above));
    }
    v128.store(shifts + c, shift);
    v128.store(products + c, product);
    v128.store(rests + c, rest);
  }
}
