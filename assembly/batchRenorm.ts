/**
 * Batch renormalization (Ioffe 2017): batch normalization, whose result is corrected by the moving statistics, a channel
 * at a time, before gamma and beta:
 *
 *   σ = √(variance + ε)      ratio = σ / σ_moving within 1/rMax … rMax      offset = (mean − mean_moving) / σ_moving within ±dMax
 *   y = (x̂ · ratio + offset) · gamma + beta = x̂ · scale + shift
 *
 * Ratio and offset are constants to the gradient, so that all the rest is batch normalization with `scale` and `shift`:
 *
 *   dgamma = ratio · Σ dy · x̂ + offset · Σ dy
 *
 * Both limits rise, from 1 and 0 at the first step, over so many updates. Step 0 has them as they end.
 */
import {
  RenormGamma,
  RenormScale,
  RenormStatistics,
  VectorRenorm,
  VectorRenormGradient,
} from '../src/engine/wasm/kernels';
import { joinedMean, joinedSquares, joinImages } from './batchNorm';
import { batch, firstUnit, lastUnit, step } from './state';
import { normalizeVector, vectorGradient } from './vectorBatchNorm';
import { mean, r, squares, takeMoments } from './vectorMoments';

/** This step's limits. */
let rLimit: f64 = 1;
let dLimit: f64 = 0;

function takeLimits(rMax: f64, dMax: f64, updates: f64): void {
  const share = step === 0 || updates === 0 ? 1 : min(1, <f64>(step - 1) / updates);
  rLimit = 1 + share * (rMax - 1);
  dLimit = share * dMax;
}

/** Stores a channel's ratio and offset, from its own mean and deviation and the moving ones. */
function correct(ratio: usize, offset: usize, own: f64, deviation: f64, moving: f64, remembered: f64): void {
  store<f32>(ratio, <f32>min(max(deviation / remembered, 1 / rLimit), rLimit));
  store<f32>(offset, <f32>min(max((own - moving) / remembered, -dLimit), dLimit));
}

/** Stores what x̂ is multiplied by, and what is added. */
function storeScale(ratio: usize, offset: usize, gamma: f32, beta: f32, scale: usize, shift: usize): void {
  store<f32>(scale, gamma * load<f32>(ratio));
  store<f32>(shift, gamma * load<f32>(offset) + beta);
}

/**
 * Arguments: pixels, channels, the images' means, their sums of squares, ε, momentum, rMax, dMax (float32), updates, gamma,
 * beta, moving mean, moving variance; mean, r, ratio, offset, scale, shift, the moving statistics after the step [channels].
 * Unit: a channel.
 */
export function renormStatistics(a: usize): void {
  const pixels = <f64>load<i32>(a, 4 * RenormStatistics.pixels);
  const channels = load<i32>(a, 4 * RenormStatistics.channels);
  const bytes = <usize>channels * 4;
  const momentum = <f64>load<f32>(a, 4 * RenormStatistics.momentum);
  const epsilon = <f64>load<f32>(a, 4 * RenormStatistics.epsilon);
  takeLimits(
    <f64>load<f32>(a, 4 * RenormStatistics.rMax),
    <f64>load<f32>(a, 4 * RenormStatistics.dMax),
    <f64>load<i32>(a, 4 * RenormStatistics.updates),
  );
  const count = pixels * <f64>batch;
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    joinImages(
      load<usize>(a, 4 * RenormStatistics.means) + at,
      load<usize>(a, 4 * RenormStatistics.squares) + at,
      bytes,
      pixels,
    );
    const variance = joinedSquares / count + epsilon;
    store<f32>(load<usize>(a, 4 * RenormStatistics.mean) + at, <f32>joinedMean);
    store<f32>(load<usize>(a, 4 * RenormStatistics.r) + at, <f32>(1 / Math.sqrt(variance)));
    const movingMean = <f64>load<f32>(load<usize>(a, 4 * RenormStatistics.movingMean) + at);
    const movingVariance = <f64>load<f32>(load<usize>(a, 4 * RenormStatistics.movingVariance) + at);
    const ratio = load<usize>(a, 4 * RenormStatistics.ratio) + at;
    const offset = load<usize>(a, 4 * RenormStatistics.offset) + at;
    correct(ratio, offset, joinedMean, Math.sqrt(variance), movingMean, Math.sqrt(movingVariance + epsilon));
    storeScale(
      ratio,
      offset,
      load<f32>(load<usize>(a, 4 * RenormStatistics.gamma) + at),
      load<f32>(load<usize>(a, 4 * RenormStatistics.beta) + at),
      load<usize>(a, 4 * RenormStatistics.scale) + at,
      load<usize>(a, 4 * RenormStatistics.shift) + at,
    );
    const unbiased = count > 1 ? joinedSquares / (count - 1) : joinedSquares;
    store<f32>(
      load<usize>(a, 4 * RenormStatistics.movedMean) + at,
      <f32>(momentum * movingMean + (1 - momentum) * joinedMean),
    );
    store<f32>(
      load<usize>(a, 4 * RenormStatistics.movedVariance) + at,
      <f32>(momentum * movingVariance + (1 - momentum) * unbiased),
    );
  }
}

/** Arguments: channels, gamma, beta, ratio, offset, scale, shift [channels]. Unit: a channel. */
export function renormScale(a: usize): void {
  const channels = load<i32>(a, 4 * RenormScale.channels);
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    storeScale(
      load<usize>(a, 4 * RenormScale.ratio) + at,
      load<usize>(a, 4 * RenormScale.offset) + at,
      load<f32>(load<usize>(a, 4 * RenormScale.gamma) + at),
      load<f32>(load<usize>(a, 4 * RenormScale.beta) + at),
      load<usize>(a, 4 * RenormScale.scale) + at,
      load<usize>(a, 4 * RenormScale.shift) + at,
    );
  }
}

/** From Σ dy · x̂ to dgamma, in place. Arguments: channels, ratio, offset, dgamma, dbeta [channels]. Unit: a channel. */
export function renormGamma(a: usize): void {
  const channels = load<i32>(a, 4 * RenormGamma.channels);
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const dgamma = load<usize>(a, 4 * RenormGamma.dgamma) + at;
    const ratio = load<f32>(load<usize>(a, 4 * RenormGamma.ratio) + at);
    const offset = load<f32>(load<usize>(a, 4 * RenormGamma.offset) + at);
    const dbeta = load<f32>(load<usize>(a, 4 * RenormGamma.dbeta) + at);
    store<f32>(dgamma, ratio * load<f32>(dgamma) + offset * dbeta);
  }
}

/**
 * The same of vectors [batch, channels], as vectorBatchNorm.ts. Arguments: x, y, channels, gamma, beta, ε, momentum, rMax,
 * dMax (float32), updates, moving mean, moving variance; mean, r, ratio, offset, the moving statistics after the step
 * [channels], relu. Unit: a channel.
 */
export function vectorRenorm(a: usize): void {
  const channels = load<i32>(a, 4 * VectorRenorm.channels);
  const stride = <usize>channels * 4;
  const momentum = <f64>load<f32>(a, 4 * VectorRenorm.momentum);
  const epsilon = <f64>load<f32>(a, 4 * VectorRenorm.epsilon);
  const relu = load<i32>(a, 4 * VectorRenorm.relu) !== 0;
  takeLimits(
    <f64>load<f32>(a, 4 * VectorRenorm.rMax),
    <f64>load<f32>(a, 4 * VectorRenorm.dMax),
    <f64>load<i32>(a, 4 * VectorRenorm.updates),
  );
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const x = load<usize>(a, 4 * VectorRenorm.x) + at;
    takeMoments(x, batch, stride, true, epsilon);
    const movingMean = <f64>load<f32>(load<usize>(a, 4 * VectorRenorm.movingMean) + at);
    const movingVariance = <f64>load<f32>(load<usize>(a, 4 * VectorRenorm.movingVariance) + at);
    const ratio = load<usize>(a, 4 * VectorRenorm.ratio) + at;
    const offset = load<usize>(a, 4 * VectorRenorm.offset) + at;
    correct(ratio, offset, mean, 1 / r, movingMean, Math.sqrt(movingVariance + epsilon));
    const gamma = <f64>load<f32>(load<usize>(a, 4 * VectorRenorm.gamma) + at);
    const beta = <f64>load<f32>(load<usize>(a, 4 * VectorRenorm.beta) + at);
    const scale = r * gamma * <f64>load<f32>(ratio);
    const shift = gamma * <f64>load<f32>(offset) + beta;
    normalizeVector(x, load<usize>(a, 4 * VectorRenorm.y) + at, stride, scale, shift, relu);
    store<f32>(load<usize>(a, 4 * VectorRenorm.mean) + at, <f32>mean);
    store<f32>(load<usize>(a, 4 * VectorRenorm.r) + at, <f32>r);
    const unbiased = batch > 1 ? squares / <f64>(batch - 1) : squares;
    store<f32>(
      load<usize>(a, 4 * VectorRenorm.movedMean) + at,
      <f32>(momentum * movingMean + (1 - momentum) * mean),
    );
    store<f32>(
      load<usize>(a, 4 * VectorRenorm.movedVariance) + at,
      <f32>(momentum * movingVariance + (1 - momentum) * unbiased),
    );
  }
}

/** Arguments: as of vectorBatchNormGradient, and ratio, offset [channels]. Unit: a channel. */
export function vectorRenormGradient(a: usize): void {
  const channels = load<i32>(a, 4 * VectorRenormGradient.channels);
  const stride = <usize>channels * 4;
  const relu = load<i32>(a, 4 * VectorRenormGradient.relu) !== 0;
  const masked = load<i32>(a, 4 * VectorRenormGradient.masked) !== 0;
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const x = load<usize>(a, 4 * VectorRenormGradient.x) + at;
    takeMoments(x, batch, stride, true, <f64>load<f32>(a, 4 * VectorRenormGradient.epsilon));
    const ratio = <f64>load<f32>(load<usize>(a, 4 * VectorRenormGradient.ratio) + at);
    const offset = <f64>load<f32>(load<usize>(a, 4 * VectorRenormGradient.offset) + at);
    const gamma = <f64>load<f32>(load<usize>(a, 4 * VectorRenormGradient.gamma) + at);
    const beta = <f64>load<f32>(load<usize>(a, 4 * VectorRenormGradient.beta) + at);
    const dgamma = load<usize>(a, 4 * VectorRenormGradient.dgamma) + at;
    const dbeta = load<usize>(a, 4 * VectorRenormGradient.dbeta) + at;
    vectorGradient(
      x,
      load<usize>(a, 4 * VectorRenormGradient.dx) + at,
      load<usize>(a, 4 * VectorRenormGradient.dy) + at,
      stride,
      r * gamma * ratio,
      gamma * offset + beta,
      dgamma,
      dbeta,
      relu,
      masked,
    );
    store<f32>(dgamma, <f32>(ratio * <f64>load<f32>(dgamma) + offset * <f64>load<f32>(dbeta)));
  }
}
