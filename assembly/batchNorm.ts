/**
 * Batch normalization: statistics a channel over all images and pixels, m values. Equations as in imageNorm.ts.
 *
 * Each image's own mean and sum of squares come first, image by image, and are then joined in the order of the images
 * (Chan, Golub, LeVeque 1979), which reads x once and needs no split sum:
 *
 *   mean = Σ mean_i / n      M2 = Σ M2_i + pixels · Σ (mean_i − mean)²
 *   moving ← momentum · moving + (1 − momentum) · statistic, the variance there unbiased: M2 / (m − 1)
 */
import { gradientRow, maskPixels, normalizeRow } from './affine';
import { multiply } from './imageNorm';
import { sumChannels, sumProducts, sumSquares } from './moments';
import { batch, firstUnit, lastUnit, scratch } from './state';

/** Arguments: x, pixels, channels, the images' means, their sums of squares [batch, channels]. Unit: an image. */
export function batchMoments(a: usize): void {
  const pixels = load<i32>(a, 4);
  const channels = load<i32>(a, 8);
  const bytes = <usize>channels * 4;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a) + <usize>(image * pixels) * bytes;
    const mean = load<usize>(a, 12) + <usize>image * bytes;
    sumChannels(x, pixels, channels, mean);
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(mean + at, load<f32>(mean + at) / <f32>pixels);
    sumSquares(x, pixels, channels, mean, load<usize>(a, 16) + <usize>image * bytes);
  }
}

/**
 * Arguments: pixels, channels, the images' means, their sums of squares, ε, momentum (float32), mean, r, moving mean,
 * moving variance [channels]. Unit: a channel.
 */
export function batchStatistics(a: usize): void {
  const pixels = <f64>load<i32>(a);
  const channels = load<i32>(a, 4);
  const bytes = <usize>channels * 4;
  const momentum = <f64>load<f32>(a, 20);
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const means = load<usize>(a, 8) + at;
    const squares = load<usize>(a, 12) + at;
    let mean: f64 = 0;
    for (let image: usize = 0; image < <usize>batch; image++) mean += <f64>load<f32>(means + image * bytes);
    mean /= <f64>batch;
    let m2: f64 = 0;
    for (let image: usize = 0; image < <usize>batch; image++) {
      const apart = <f64>load<f32>(means + image * bytes) - mean;
      m2 += <f64>load<f32>(squares + image * bytes) + pixels * apart * apart;
    }
    const count = pixels * <f64>batch;
    store<f32>(load<usize>(a, 24) + at, <f32>mean);
    store<f32>(load<usize>(a, 28) + at, <f32>(1 / Math.sqrt(m2 / count + <f64>load<f32>(a, 16))));
    const movingMean = load<usize>(a, 32) + at;
    const movingVariance = load<usize>(a, 36) + at;
    store<f32>(movingMean, <f32>(momentum * <f64>load<f32>(movingMean) + (1 - momentum) * mean));
    const unbiased = count > 1 ? m2 / (count - 1) : m2;
    store<f32>(movingVariance, <f32>(momentum * <f64>load<f32>(movingVariance) + (1 - momentum) * unbiased));
  }
}

/** r from a variance, for inference. Arguments: variance, channels, ε (float32), r. Unit: a channel. */
export function inverseDeviation(a: usize): void {
  const channels = load<i32>(a, 4);
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const variance = <f64>load<f32>(load<usize>(a) + at) + <f64>load<f32>(a, 8);
    store<f32>(load<usize>(a, 12) + at, <f32>(1 / Math.sqrt(variance)));
  }
}

/**
 * Arguments: x; y (address of its first inner pixel), bytes an image, a row; height, width, channels, mean, r, gamma,
 * beta [channels], relu. Unit: a row of an image.
 */
export function batchNormalize(a: usize): void {
  const height = load<i32>(a, 16);
  const width = load<i32>(a, 20);
  const channels = load<i32>(a, 24);
  const row = <usize>(width * channels) * 4;
  const mean = load<usize>(a, 28);
  const beta = load<usize>(a, 40);
  const relu = load<i32>(a, 44) !== 0;
  multiply(scratch, load<usize>(a, 32), load<usize>(a, 36), channels);
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const x = load<usize>(a) + <usize>unit * row;
    const image = <usize>(unit / height);
    const y = load<usize>(a, 4) + image * load<usize>(a, 8) + <usize>(unit % height) * load<usize>(a, 12);
    normalizeRow(x, y, width, channels, mean, scratch, beta, relu);
  }
}

/**
 * Arguments: x, dy, pixels, channels, mean, r, gamma, beta [channels], relu, each image's Σ dy, its Σ dy · (x − mean)
 * [batch, channels]. Unit: an image.
 */
export function batchProducts(a: usize): void {
  const pixels = load<i32>(a, 8);
  const channels = load<i32>(a, 12);
  const mean = load<usize>(a, 16);
  const bytes = <usize>channels * 4;
  multiply(scratch, load<usize>(a, 20), load<usize>(a, 24), channels);
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a) + <usize>(image * pixels) * bytes;
    const dy = load<usize>(a, 4) + <usize>(image * pixels) * bytes;
    if (load<i32>(a, 32)) maskPixels(x, dy, pixels, channels, mean, scratch, load<usize>(a, 28));
    const sums = load<usize>(a, 36) + <usize>image * bytes;
    sumProducts(x, dy, pixels, channels, mean, sums, load<usize>(a, 40) + <usize>image * bytes);
  }
}

/**
 * The constants of dx = a · dy + (b · (x − mean) + d). Arguments: pixels, channels, the images' Σ dy, their
 * Σ dy · (x − mean), r, gamma, dbeta, dgamma, a, b, d; frozen: mean and r are none of x's, and b = d = 0. Unit: a
 * channel.
 */
export function batchCoefficients(a: usize): void {
  const channels = load<i32>(a, 4);
  const bytes = <usize>channels * 4;
  const count = <f64>load<i32>(a) * <f64>batch;
  const frozen = load<i32>(a, 44) !== 0;
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    let sum: f64 = 0;
    let product: f64 = 0;
    for (let image: usize = 0; image < <usize>batch; image++) {
      sum += <f64>load<f32>(load<usize>(a, 8) + at + image * bytes);
      product += <f64>load<f32>(load<usize>(a, 12) + at + image * bytes);
    }
    const r = <f64>load<f32>(load<usize>(a, 16) + at);
    const scale = r * <f64>load<f32>(load<usize>(a, 20) + at);
    store<f32>(load<usize>(a, 24) + at, <f32>sum);
    store<f32>(load<usize>(a, 28) + at, <f32>(product * r));
    store<f32>(load<usize>(a, 32) + at, <f32>scale);
    store<f32>(load<usize>(a, 36) + at, frozen ? 0 : <f32>((-scale * r * r * product) / count));
    store<f32>(load<usize>(a, 40) + at, frozen ? 0 : <f32>((-scale * sum) / count));
  }
}

/**
 * Arguments: x; dx (address of its first inner pixel), bytes an image, a row; height, width, channels, mean, dy,
 * a, b, d, masked. Unit: a row of an image.
 */
export function batchGradient(a: usize): void {
  const height = load<i32>(a, 16);
  const width = load<i32>(a, 20);
  const channels = load<i32>(a, 24);
  const row = <usize>(width * channels) * 4;
  const masked = load<i32>(a, 48) !== 0;
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const from = <usize>unit * row;
    const image = <usize>(unit / height);
    gradientRow(
      load<usize>(a) + from,
      load<usize>(a, 32) + from,
      load<usize>(a, 4) + image * load<usize>(a, 8) + <usize>(unit % height) * load<usize>(a, 12),
      width,
      channels,
      load<usize>(a, 28),
      load<usize>(a, 36),
      load<usize>(a, 40),
      load<usize>(a, 44),
      masked,
    );
  }
}
