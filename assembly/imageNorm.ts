/**
 * Normalization within an image: group, layer (one group), instance (a channel a group), rms (one group, mean 0).
 * With m values a group, x̂ = (x − mean) · r, r = 1 / √(var + ε):
 *
 *   y = x̂ · gamma + beta
 *   dx = r · (gamma · dy − Σ gamma · dy / m − x̂ · Σ gamma · dy · x̂ / m)       (rms: without the first sum)
 *   dgamma = Σ dy · x̂,  dbeta = Σ dy
 *
 * An image's passes follow one another while it is in the second-level cache, so a work unit is an image. mean and r
 * are kept a value a channel, [batch, channels]; so are each image's shares of dgamma and dbeta, summed later.
 */
import { ImageNorm, ImageNormGradient } from '../src/engine/wasm/kernels';
import { gradientRow, maskPixels, normalizeRow } from './affine';
import { sumChannels, sumProducts, sumSquares } from './moments';
import { batch, firstUnit, lastUnit, scratch } from './state';

/**
 * Arguments: x; y (address of its first inner pixel), bytes an image, a row; height, width, channels, groups,
 * ε (float32), centred, gamma, beta, mean, r, relu.
 */
export function imageNorm(a: usize): void {
  const height = load<i32>(a, 4 * ImageNorm.height);
  const width = load<i32>(a, 4 * ImageNorm.width);
  const channels = load<i32>(a, 4 * ImageNorm.channels);
  const groups = load<i32>(a, 4 * ImageNorm.groups);
  const pixels = height * width;
  const row = <usize>(width * channels) * 4;
  const bytes = <usize>channels * 4;
  const perGroup = channels / groups;
  const count = <f64>pixels * <f64>perGroup;
  const sums = scratch;
  const scale = scratch + bytes;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a, 4 * ImageNorm.x) + <usize>(image * height) * row;
    const mean = load<usize>(a, 4 * ImageNorm.mean) + <usize>image * bytes;
    const r = load<usize>(a, 4 * ImageNorm.r) + <usize>image * bytes;
    if (load<i32>(a, 4 * ImageNorm.centred)) {
      sumChannels(x, pixels, channels, sums);
      for (let group = 0; group < groups; group++)
        fill(mean, group, perGroup, <f32>(groupSum(sums, group, perGroup) / count));
    } else memory.fill(mean, 0, bytes);
    sumSquares(x, pixels, channels, mean, sums);
    for (let group = 0; group < groups; group++) {
      const variance = groupSum(sums, group, perGroup) / count;
      fill(r, group, perGroup, <f32>(1 / Math.sqrt(variance + <f64>load<f32>(a, 4 * ImageNorm.epsilon))));
    }
    multiply(scale, r, load<usize>(a, 4 * ImageNorm.gamma), channels);
    const y = load<usize>(a, 4 * ImageNorm.y) + <usize>image * load<usize>(a, 4 * ImageNorm.yImage);
    const relu = load<i32>(a, 4 * ImageNorm.relu) !== 0;
    for (let i: usize = 0; i < <usize>height; i++) {
      const to = y + i * load<usize>(a, 4 * ImageNorm.yRow);
      normalizeRow(x + i * row, to, width, channels, mean, scale, load<usize>(a, 4 * ImageNorm.beta), relu);
    }
  }
}

/**
 * Arguments: x; dx (address of its first inner pixel), bytes an image, a row; height, width, channels, groups, dy,
 * centred, gamma, beta, mean, r, relu, masked, shares of dbeta, of dgamma.
 */
export function imageNormGradient(a: usize): void {
  const height = load<i32>(a, 4 * ImageNormGradient.height);
  const width = load<i32>(a, 4 * ImageNormGradient.width);
  const channels = load<i32>(a, 4 * ImageNormGradient.channels);
  const groups = load<i32>(a, 4 * ImageNormGradient.groups);
  const gamma = load<usize>(a, 4 * ImageNormGradient.gamma);
  const pixels = height * width;
  const row = <usize>(width * channels) * 4;
  const bytes = <usize>channels * 4;
  const perGroup = channels / groups;
  const count = <f64>pixels * <f64>perGroup;
  const scale = scratch;
  const slope = scratch + bytes;
  const offset = slope + bytes;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a, 4 * ImageNormGradient.x) + <usize>(image * height) * row;
    const dy = load<usize>(a, 4 * ImageNormGradient.dy) + <usize>(image * height) * row;
    const mean = load<usize>(a, 4 * ImageNormGradient.mean) + <usize>image * bytes;
    const r = load<usize>(a, 4 * ImageNormGradient.r) + <usize>image * bytes;
    const dbeta = load<usize>(a, 4 * ImageNormGradient.dbeta) + <usize>image * bytes;
    const dgamma = load<usize>(a, 4 * ImageNormGradient.dgamma) + <usize>image * bytes;
    multiply(scale, r, gamma, channels);
    if (load<i32>(a, 4 * ImageNormGradient.relu))
      maskPixels(x, dy, pixels, channels, mean, scale, load<usize>(a, 4 * ImageNormGradient.beta));
    sumProducts(x, dy, pixels, channels, mean, dbeta, dgamma);
    multiply(dgamma, dgamma, r, channels);
    for (let group = 0; group < groups; group++) {
      const first = <usize>(group * perGroup) * 4;
      let sum: f64 = 0;
      let product: f64 = 0;
      for (let c = first, to = first + <usize>perGroup * 4; c < to; c += 4) {
        sum += <f64>load<f32>(gamma + c) * <f64>load<f32>(dbeta + c);
        product += <f64>load<f32>(gamma + c) * <f64>load<f32>(dgamma + c);
      }
      const inverse = <f64>load<f32>(r + first);
      fill(slope, group, perGroup, <f32>((-product / count) * inverse * inverse));
      fill(
        offset,
        group,
        perGroup,
        load<i32>(a, 4 * ImageNormGradient.centred) ? <f32>((-sum / count) * inverse) : 0,
      );
    }
    const dx =
      load<usize>(a, 4 * ImageNormGradient.dx) + <usize>image * load<usize>(a, 4 * ImageNormGradient.dxImage);
    const masked = load<i32>(a, 4 * ImageNormGradient.masked) !== 0;
    for (let i: usize = 0; i < <usize>height; i++) {
      const to = dx + i * load<usize>(a, 4 * ImageNormGradient.dxRow);
      gradientRow(x + i * row, dy + i * row, to, width, channels, mean, scale, slope, offset, masked);
    }
  }
}

/** Σ over a group's channels, in float64. */
export function groupSum(values: usize, group: i32, perGroup: i32): f64 {
  let sum: f64 = 0;
  for (let c = group * perGroup, end = c + perGroup; c < end; c++)
    sum += <f64>load<f32>(values + <usize>c * 4);
  return sum;
}

/** Gives every channel of a group one value. */
export function fill(values: usize, group: i32, perGroup: i32, value: f32): void {
  for (let c = group * perGroup, end = c + perGroup; c < end; c++) store<f32>(values + <usize>c * 4, value);
}

/** to[c] = left[c] · right[c] */
export function multiply(to: usize, left: usize, right: usize, channels: i32): void {
  for (let at: usize = 0; at < <usize>channels * 4; at += 4)
    store<f32>(to + at, load<f32>(left + at) * load<f32>(right + at));
}
