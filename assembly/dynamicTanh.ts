/**
 * Dynamic tanh (Zhu et al. 2025), with one alpha a layer and no statistics:
 *
 *   t = tanh(alpha · x)        y = gamma · t + beta
 *   dx = alpha · gamma · dy · (1 − t²)
 *   dgamma = Σ dy · t,  dbeta = Σ dy,  dalpha = Σ gamma · dy · (1 − t²) · x
 *
 * t is worked out anew for the gradient. Four channels of a row of pixels at a time; lanes of the last four that are no
 * channels read what stands behind them, and are neither written nor summed.
 */
import { DynamicTanh, DynamicTanhGradient } from '../src/engine/wasm/kernels';
import { hyperbolicTangent } from './exponential';
import { firstLanes, laneSum, multiplyAdd, storeLanes } from './simd';
import { batch, firstUnit, lastUnit, scratch } from './state';

/**
 * Arguments: x; y (address of its first inner pixel), bytes an image, a row; height, width, channels, gamma, beta, alpha,
 * relu. Unit: a row of an image.
 */
export function dynamicTanh(a: usize): void {
  const height = load<i32>(a, 4 * DynamicTanh.height);
  const width = load<i32>(a, 4 * DynamicTanh.width);
  const channels = load<i32>(a, 4 * DynamicTanh.channels);
  const alpha = v128.load_splat<f32>(load<usize>(a, 4 * DynamicTanh.alpha));
  const floor = f32x4.splat(load<i32>(a, 4 * DynamicTanh.relu) ? 0 : -Infinity);
  const bytes = <usize>channels * 4;
  for (let unit = firstUnit(batch * height), end = lastUnit(batch * height); unit < end; unit++) {
    const x = load<usize>(a, 4 * DynamicTanh.x) + <usize>(unit * width) * bytes;
    const y =
      load<usize>(a, 4 * DynamicTanh.y) +
      <usize>(unit / height) * load<usize>(a, 4 * DynamicTanh.yImage) +
      <usize>(unit % height) * load<usize>(a, 4 * DynamicTanh.yRow);
    for (let c: usize = 0; c < bytes; c += 16) {
      const gamma = v128.load(load<usize>(a, 4 * DynamicTanh.gamma) + c);
      const beta = v128.load(load<usize>(a, 4 * DynamicTanh.beta) + c);
      const lanes = <i32>((bytes - c) >> 2);
      for (let p = 0, at = c; p < width; p++, at += bytes) {
        const t = hyperbolicTangent(f32x4.mul(alpha, v128.load(x + at)));
        // y < floor ? floor : y keeps a NaN, which has to reach the loss.
        const value = f32x4.pmax(multiplyAdd(gamma, t, beta), floor);
        if (lanes >= 4) v128.store(y + at, value);
        else storeLanes(y + at, value, value, lanes);
      }
    }
  }
}

/**
 * Arguments: x; dx (address of its first inner pixel), bytes an image, a row; height, width, channels, dy, gamma, beta,
 * alpha, relu, masked, shares of dbeta, of dgamma, of dalpha; relu and masked as in imageNorm.ts. Unit: an image.
 */
export function dynamicTanhGradient(a: usize): void {
  const height = load<i32>(a, 4 * DynamicTanhGradient.height);
  const width = load<i32>(a, 4 * DynamicTanhGradient.width);
  const channels = load<i32>(a, 4 * DynamicTanhGradient.channels);
  const alpha = v128.load_splat<f32>(load<usize>(a, 4 * DynamicTanhGradient.alpha));
  const after = f32x4.splat(load<i32>(a, 4 * DynamicTanhGradient.relu) ? 0 : -Infinity);
  const before = f32x4.splat(load<i32>(a, 4 * DynamicTanhGradient.masked) ? 0 : -Infinity);
  const one = f32x4.splat(1);
  const bytes = <usize>channels * 4;
  const rounded = (bytes + 15) & ~15;
  const shifts = scratch;
  const scales = scratch + rounded;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const dx =
      load<usize>(a, 4 * DynamicTanhGradient.dx) +
      <usize>image * load<usize>(a, 4 * DynamicTanhGradient.dxImage);
    memory.fill(shifts, 0, 2 * rounded);
    let steepness: f64 = 0;
    for (let row = 0; row < height; row++) {
      const first = <usize>((image * height + row) * width) * bytes;
      const x = load<usize>(a, 4 * DynamicTanhGradient.x) + first;
      const dy = load<usize>(a, 4 * DynamicTanhGradient.dy) + first;
      const to = dx + <usize>row * load<usize>(a, 4 * DynamicTanhGradient.dxRow);
      for (let c: usize = 0; c < bytes; c += 16) {
        const gamma = v128.load(load<usize>(a, 4 * DynamicTanhGradient.gamma) + c);
        const beta = v128.load(load<usize>(a, 4 * DynamicTanhGradient.beta) + c);
        const lanes = <i32>((bytes - c) >> 2);
        let shift = v128.load(shifts + c);
        let scale = v128.load(scales + c);
        let steep = f32x4.splat(0);
        for (let p = 0, at = c; p < width; p++, at += bytes) {
          const value = v128.load(x + at);
          const t = hyperbolicTangent(f32x4.mul(alpha, value));
          const passes = f32x4.gt(multiplyAdd(gamma, t, beta), after);
          const gradient = v128.and(v128.load(dy + at), passes);
          shift = f32x4.add(shift, gradient);
          scale = multiplyAdd(gradient, t, scale);
          const slope = f32x4.mul(f32x4.mul(gamma, gradient), f32x4.sub(one, f32x4.mul(t, t)));
          steep = multiplyAdd(slope, value, steep);
          const result = v128.and(f32x4.mul(alpha, slope), f32x4.gt(value, before));
          if (lanes >= 4) v128.store(to + at, result);
          else storeLanes(to + at, result, result, lanes);
        }
        v128.store(shifts + c, shift);
        v128.store(scales + c, scale);
        steepness += <f64>laneSum(v128.and(steep, firstLanes(lanes)));
      }
    }
    memory.copy(load<usize>(a, 4 * DynamicTanhGradient.dbeta) + <usize>image * bytes, shifts, bytes);
    memory.copy(load<usize>(a, 4 * DynamicTanhGradient.dgamma) + <usize>image * bytes, scales, bytes);
    store<f32>(load<usize>(a, 4 * DynamicTanhGradient.dalpha) + <usize>image * 4, <f32>steepness);
  }
}
