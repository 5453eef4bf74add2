/**
 * Batch normalization: statistics a channel over all images and pixels, m values. Equations as in imageNorm.ts.
 *
 * Each image's own mean and sum of squares come first, image by image, and are then joined in the order of the images
 * (Chan, Golub, LeVeque 1979), which reads x once and needs no split sum:
 *
 *   mean = Σ mean_i / n      M2 = Σ M2_i + pixels · Σ (mean_i − mean)²
 *   moving ← momentum · moving + (1 − momentum) · statistic, the variance there unbiased: M2 / (m − 1)
 */
import {
  BatchCoefficients,
  BatchGradient,
  BatchMoments,
  BatchNormalize,
  BatchProducts,
  BatchStatistics,
  EstimateStatistics,
  InverseDeviation,
} from '../src/engine/wasm/kernels';
import { gradientRow, maskPixels, normalizeRow } from './affine';
import { multiply } from './imageNorm';
import { sumChannels, sumProducts, sumSquares } from './moments';
import { batch, firstUnit, lastUnit, scratch } from './state';

/** Arguments: x, pixels, channels, the images' means, their sums of squares [batch, channels]. Unit: an image. */
export function batchMoments(a: usize): void {
  const pixels = load<i32>(a, 4 * BatchMoments.pixels);
  const channels = load<i32>(a, 4 * BatchMoments.channels);
  const bytes = <usize>channels * 4;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a, 4 * BatchMoments.x) + <usize>(image * pixels) * bytes;
    const mean = load<usize>(a, 4 * BatchMoments.means) + <usize>image * bytes;
    sumChannels(x, pixels, channels, mean);
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(mean + at, load<f32>(mean + at) / <f32>pixels);
    sumSquares(x, pixels, channels, mean, load<usize>(a, 4 * BatchMoments.squares) + <usize>image * bytes);
  }
}

/** Of the channel whose images were joined last. */
export let joinedMean: f64 = 0;
export let joinedSquares: f64 = 0;

/** @param means of a channel's first image, the next being `bytes` further; squares likewise */
export function joinImages(means: usize, squares: usize, bytes: usize, pixels: f64): void {
  let mean: f64 = 0;
  for (let image: usize = 0; image < <usize>batch; image++) mean += <f64>load<f32>(means + image * bytes);
  mean /= <f64>batch;
  let m2: f64 = 0;
  for (let image: usize = 0; image < <usize>batch; image++) {
    const apart = <f64>load<f32>(means + image * bytes) - mean;
    m2 += <f64>load<f32>(squares + image * bytes) + pixels * apart * apart;
  }
  joinedMean = mean;
  joinedSquares = m2;
}

/**
 * Arguments: pixels, channels, the images' means, their sums of squares, ε, momentum (float32), mean, r, moving mean,
 * moving variance [channels]. Unit: a channel.
 */
export function batchStatistics(a: usize): void {
  const pixels = <f64>load<i32>(a, 4 * BatchStatistics.pixels);
  const channels = load<i32>(a, 4 * BatchStatistics.channels);
  const bytes = <usize>channels * 4;
  const momentum = <f64>load<f32>(a, 4 * BatchStatistics.momentum);
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const means = load<usize>(a, 4 * BatchStatistics.means) + at;
    const squares = load<usize>(a, 4 * BatchStatistics.squares) + at;
    joinImages(means, squares, bytes, pixels);
    const mean = joinedMean;
    const m2 = joinedSquares;
    const count = pixels * <f64>batch;
    store<f32>(load<usize>(a, 4 * BatchStatistics.mean) + at, <f32>mean);
    store<f32>(
      load<usize>(a, 4 * BatchStatistics.r) + at,
      <f32>(1 / Math.sqrt(m2 / count + <f64>load<f32>(a, 4 * BatchStatistics.epsilon))),
    );
    const movingMean = load<usize>(a, 4 * BatchStatistics.movingMean) + at;
    const movingVariance = load<usize>(a, 4 * BatchStatistics.movingVariance) + at;
    store<f32>(movingMean, <f32>(momentum * <f64>load<f32>(movingMean) + (1 - momentum) * mean));
    const unbiased = count > 1 ? m2 / (count - 1) : m2;
    store<f32>(movingVariance, <f32>(momentum * <f64>load<f32>(movingVariance) + (1 - momentum) * unbiased));
  }
}

/**
 * Estimated statistics (Qiao et al. 2019, arXiv 1911.09738): the moving ones follow the minibatch first, the variance by
 * the values' distance from the mean as it was, and are then what x is normalized with:
 *
 *   v ← momentum · v + (1 − momentum) · (M2 / m + (mean − mean_moving)²)
 *
 * Arguments: pixels, channels, the images' means, their sums of squares, ε, momentum (float32), moving mean, moving
 * variance; mean, r, the moving statistics after the step [channels]. Unit: a channel.
 */
export function estimateStatistics(a: usize): void {
  const pixels = <f64>load<i32>(a, 4 * EstimateStatistics.pixels);
  const channels = load<i32>(a, 4 * EstimateStatistics.channels);
  const bytes = <usize>channels * 4;
  const momentum = <f64>load<f32>(a, 4 * EstimateStatistics.momentum);
  const epsilon = <f64>load<f32>(a, 4 * EstimateStatistics.epsilon);
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    joinImages(
      load<usize>(a, 4 * EstimateStatistics.means) + at,
      load<usize>(a, 4 * EstimateStatistics.squares) + at,
      bytes,
      pixels,
    );
    const before = <f64>load<f32>(load<usize>(a, 4 * EstimateStatistics.movingMean) + at);
    const spread = <f64>load<f32>(load<usize>(a, 4 * EstimateStatistics.movingVariance) + at);
    const apart = joinedMean - before;
    const mean = <f32>(momentum * before + (1 - momentum) * joinedMean);
    const now = joinedSquares / (pixels * <f64>batch) + apart * apart;
    const variance = <f32>(momentum * spread + (1 - momentum) * now);
    store<f32>(load<usize>(a, 4 * EstimateStatistics.movedMean) + at, mean);
    store<f32>(load<usize>(a, 4 * EstimateStatistics.movedVariance) + at, variance);
    store<f32>(load<usize>(a, 4 * EstimateStatistics.mean) + at, mean);
    store<f32>(load<usize>(a, 4 * EstimateStatistics.r) + at, <f32>(1 / Math.sqrt(<f64>variance + epsilon)));
  }
}

/** r from a variance, for inference. Arguments: variance, channels, ε (float32), r. Unit: a channel. */
export function inverseDeviation(a: usize): void {
  const channels = load<i32>(a, 4 * InverseDeviation.channels);
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const variance =
      <f64>load<f32>(load<usize>(a, 4 * InverseDeviation.variance) + at) +
      <f64>load<f32>(a, 4 * InverseDeviation.epsilon);
    store<f32>(load<usize>(a, 4 * InverseDeviation.r) + at, <f32>(1 / Math.sqrt(variance)));
  }
}

/**
 * Arguments: x; y (address of its first inner pixel), bytes an image, a row; height, width, channels, mean, r, gamma,
 * beta [channels], relu. Unit: a row of an image.
 */
export function batchNormalize(a: usize): void {
  const height = load<i32>(a, 4 * BatchNormalize.height);
  const width = load<i32>(a, 4 * BatchNormalize.width);
  const channels = load<i32>(a, 4 * BatchNormalize.channels);
  const row = <usize>(width * channels) * 4;
  const mean = load<usize>(a, 4 * BatchNormalize.mean);
  const beta = load<usize>(a, 4 * BatchNormalize.beta);
  const relu = load<i32>(a, 4 * BatchNormalize.relu) !== 0;
  multiply(scratch, load<usize>(a, 4 * BatchNormalize.r), load<usize>(a, 4 * BatchNormalize.gamma), channels);
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const x = load<usize>(a, 4 * BatchNormalize.x) + <usize>unit * row;
    const image = <usize>(unit / height);
    const y =
      load<usize>(a, 4 * BatchNormalize.y) +
      image * load<usize>(a, 4 * BatchNormalize.yImage) +
      <usize>(unit % height) * load<usize>(a, 4 * BatchNormalize.yRow);
    normalizeRow(x, y, width, channels, mean, scratch, beta, relu);
  }
}

/**
 * Arguments: x, dy, pixels, channels, mean, r, gamma, beta [channels], relu, each image's Σ dy, its Σ dy · (x − mean)
 * [batch, channels]. Unit: an image.
 */
export function batchProducts(a: usize): void {
  const pixels = load<i32>(a, 4 * BatchProducts.pixels);
  const channels = load<i32>(a, 4 * BatchProducts.channels);
  const mean = load<usize>(a, 4 * BatchProducts.mean);
  const bytes = <usize>channels * 4;
  multiply(scratch, load<usize>(a, 4 * BatchProducts.r), load<usize>(a, 4 * BatchProducts.gamma), channels);
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a, 4 * BatchProducts.x) + <usize>(image * pixels) * bytes;
    const dy = load<usize>(a, 4 * BatchProducts.dy) + <usize>(image * pixels) * bytes;
    if (load<i32>(a, 4 * BatchProducts.relu))
      maskPixels(x, dy, pixels, channels, mean, scratch, load<usize>(a, 4 * BatchProducts.beta));
    const sums = load<usize>(a, 4 * BatchProducts.sums) + <usize>image * bytes;
    sumProducts(
      x,
      dy,
      pixels,
      channels,
      mean,
      sums,
      load<usize>(a, 4 * BatchProducts.products) + <usize>image * bytes,
    );
  }
}

/**
 * The constants of dx = a · dy + (b · (x − mean) + d). Arguments: pixels, channels, the images' Σ dy, their
 * Σ dy · (x − mean), r, gamma, dbeta, dgamma, a, b, d; frozen: mean and r are none of x's, and b = d = 0. Unit: a
 * channel.
 */
export function batchCoefficients(a: usize): void {
  const channels = load<i32>(a, 4 * BatchCoefficients.channels);
  const bytes = <usize>channels * 4;
  const count = <f64>load<i32>(a, 4 * BatchCoefficients.pixels) * <f64>batch;
  const frozen = load<i32>(a, 4 * BatchCoefficients.fixed) !== 0;
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    let sum: f64 = 0;
    let product: f64 = 0;
    for (let image: usize = 0; image < <usize>batch; image++) {
      sum += <f64>load<f32>(load<usize>(a, 4 * BatchCoefficients.sums) + at + image * bytes);
      product += <f64>load<f32>(load<usize>(a, 4 * BatchCoefficients.products) + at + image * bytes);
    }
    const r = <f64>load<f32>(load<usize>(a, 4 * BatchCoefficients.r) + at);
    const scale = r * <f64>load<f32>(load<usize>(a, 4 * BatchCoefficients.gamma) + at);
    store<f32>(load<usize>(a, 4 * BatchCoefficients.dbeta) + at, <f32>sum);
    store<f32>(load<usize>(a, 4 * BatchCoefficients.dgamma) + at, <f32>(product * r));
    store<f32>(load<usize>(a, 4 * BatchCoefficients.a) + at, <f32>scale);
    store<f32>(
      load<usize>(a, 4 * BatchCoefficients.b) + at,
      frozen ? 0 : <f32>((-scale * r * r * product) / count),
    );
    store<f32>(load<usize>(a, 4 * BatchCoefficients.d) + at, frozen ? 0 : <f32>((-scale * sum) / count));
  }
}

/**
 * Arguments: x; dx (address of its first inner pixel), bytes an image, a row; height, width, channels, mean, dy,
 * a, b, d, masked. Unit: a row of an image.
 */
export function batchGradient(a: usize): void {
  const height = load<i32>(a, 4 * BatchGradient.height);
  const width = load<i32>(a, 4 * BatchGradient.width);
  const channels = load<i32>(a, 4 * BatchGradient.channels);
  const row = <usize>(width * channels) * 4;
  const masked = load<i32>(a, 4 * BatchGradient.masked) !== 0;
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const from = <usize>unit * row;
    const image = <usize>(unit / height);
    gradientRow(
      load<usize>(a, 4 * BatchGradient.x) + from,
      load<usize>(a, 4 * BatchGradient.dy) + from,
      load<usize>(a, 4 * BatchGradient.dx) +
        image * load<usize>(a, 4 * BatchGradient.dxImage) +
        <usize>(unit % height) * load<usize>(a, 4 * BatchGradient.dxRow),
      width,
      channels,
      load<usize>(a, 4 * BatchGradient.mean),
      load<usize>(a, 4 * BatchGradient.a),
      load<usize>(a, 4 * BatchGradient.b),
      load<usize>(a, 4 * BatchGradient.d),
      masked,
    );
  }
}
