/**
 * Batch normalization of vectors [batch, channels]: as batchNorm.ts, in one pass a channel and in float64.
 *
 * Over the two values of a minibatch of two, x̂ is ±1 but for ε and the gradient what is left when nearly equal terms
 * are subtracted, dx = r · gamma · (dy − Σdy/n − x̂ · Σ(dy · x̂)/n): in float32 that leaves mostly rounding, which Adam
 * would blow up to whole updates. There are few such values, so exactness costs nothing.
 */
import { VectorBatchNorm, VectorBatchNormGradient } from '../src/engine/wasm/kernels';
import { batch, firstUnit, lastUnit } from './state';
import { mean, r, squares, takeMoments } from './vectorMoments';

/**
 * Arguments: x, y, channels, gamma, beta, ε, momentum (float32), mean, r, moving mean, moving variance [channels], relu.
 * Unit: a channel.
 */
export function vectorBatchNorm(a: usize): void {
  const channels = load<i32>(a, 4 * VectorBatchNorm.channels);
  const stride = <usize>channels * 4;
  const momentum = <f64>load<f32>(a, 4 * VectorBatchNorm.momentum);
  const relu = load<i32>(a, 4 * VectorBatchNorm.relu) !== 0;
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const x = load<usize>(a, 4 * VectorBatchNorm.x) + at;
    const y = load<usize>(a, 4 * VectorBatchNorm.y) + at;
    takeMoments(x, batch, stride, true, <f64>load<f32>(a, 4 * VectorBatchNorm.epsilon));
    const scale = r * <f64>load<f32>(load<usize>(a, 4 * VectorBatchNorm.gamma) + at);
    const beta = <f64>load<f32>(load<usize>(a, 4 * VectorBatchNorm.beta) + at);
    normalizeVector(x, y, stride, scale, beta, relu);
    store<f32>(load<usize>(a, 4 * VectorBatchNorm.mean) + at, <f32>mean);
    store<f32>(load<usize>(a, 4 * VectorBatchNorm.r) + at, <f32>r);
    const movingMean = load<usize>(a, 4 * VectorBatchNorm.movingMean) + at;
    const movingVariance = load<usize>(a, 4 * VectorBatchNorm.movingVariance) + at;
    const unbiased = batch > 1 ? squares / <f64>(batch - 1) : squares;
    store<f32>(movingMean, <f32>(momentum * <f64>load<f32>(movingMean) + (1 - momentum) * mean));
    store<f32>(movingVariance, <f32>(momentum * <f64>load<f32>(movingVariance) + (1 - momentum) * unbiased));
  }
}

/** y = (x − the mean taken last) · scale + shift, then ReLU if asked for. */
export function normalizeVector(x: usize, y: usize, stride: usize, scale: f64, shift: f64, relu: bool): void {
  for (let i: usize = 0; i < <usize>batch; i++) {
    const value = <f32>((<f64>load<f32>(x + i * stride) - mean) * scale + shift);
    // Written so that a NaN stays one, and reaches the loss.
    store<f32>(y + i * stride, relu && value < 0 ? 0 : value);
  }
}

/** By the moments taken last: dx, Σ dy · x̂ and Σ dy of y = (x − mean) · scale + shift. */
export function vectorGradient(
  x: usize,
  dx: usize,
  dy: usize,
  stride: usize,
  scale: f64,
  shift: f64,
  products: usize,
  sums: usize,
  relu: bool,
  masked: bool,
): void {
  const count = <f64>batch;
  let sum: f64 = 0;
  let product: f64 = 0;
  for (let i: usize = 0; i < <usize>batch; i++) {
    const apart = <f64>load<f32>(x + i * stride) - mean;
    if (relu && apart * scale + shift <= 0) store<f32>(dy + i * stride, 0);
    const slope = <f64>load<f32>(dy + i * stride);
    sum += slope;
    product += slope * apart;
  }
  store<f32>(products, <f32>(product * r));
  store<f32>(sums, <f32>sum);
  const tilt = (r * r * product) / count;
  for (let i: usize = 0; i < <usize>batch; i++) {
    const value = load<f32>(x + i * stride);
    const slope = <f64>load<f32>(dy + i * stride) - sum / count - (<f64>value - mean) * tilt;
    store<f32>(dx + i * stride, masked && value <= 0 ? 0 : <f32>(scale * slope));
  }
}

/**
 * Arguments: x, dx, channels, dy, gamma, beta, ε (float32), dgamma, dbeta [channels]; relu: dy is that of a ReLU behind
 * the norm; masked: x is a ReLU's output and dx the gradient of what went in there. Unit: a channel.
 */
export function vectorBatchNormGradient(a: usize): void {
  const channels = load<i32>(a, 4 * VectorBatchNormGradient.channels);
  const stride = <usize>channels * 4;
  const relu = load<i32>(a, 4 * VectorBatchNormGradient.relu) !== 0;
  const masked = load<i32>(a, 4 * VectorBatchNormGradient.masked) !== 0;
  for (let c = firstUnit(channels), end = lastUnit(channels); c < end; c++) {
    const at = <usize>c * 4;
    const x = load<usize>(a, 4 * VectorBatchNormGradient.x) + at;
    const dx = load<usize>(a, 4 * VectorBatchNormGradient.dx) + at;
    const dy = load<usize>(a, 4 * VectorBatchNormGradient.dy) + at;
    takeMoments(x, batch, stride, true, <f64>load<f32>(a, 4 * VectorBatchNormGradient.epsilon));
    const scale = r * <f64>load<f32>(load<usize>(a, 4 * VectorBatchNormGradient.gamma) + at);
    const beta = <f64>load<f32>(load<usize>(a, 4 * VectorBatchNormGradient.beta) + at);
    const dgamma = load<usize>(a, 4 * VectorBatchNormGradient.dgamma) + at;
    const dbeta = load<usize>(a, 4 * VectorBatchNormGradient.dbeta) + at;
    vectorGradient(x, dx, dy, stride, scale, beta, dgamma, dbeta, relu, masked);
  }
}
