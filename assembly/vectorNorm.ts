/**
 * Normalization within a vector [channels] of each image: equations as in imageNorm.ts, in float64 for the reason that
 * vectorBatchNorm.ts gives: a group of two values is the same case as a minibatch of two.
 */
import { VectorNorm, VectorNormGradient } from '../src/engine/wasm/kernels';
import { batch, firstUnit, lastUnit } from './state';
import { mean, r, takeMoments } from './vectorMoments';

/** Arguments: x, y, channels, groups, ε (float32), centred, gamma, beta, relu. Unit: an image. */
export function vectorNorm(a: usize): void {
  const bytes = load<usize>(a, 4 * VectorNorm.channels) * 4;
  const group = bytes / load<usize>(a, 4 * VectorNorm.groups);
  const centred = load<i32>(a, 4 * VectorNorm.centred) !== 0;
  const relu = load<i32>(a, 4 * VectorNorm.relu) !== 0;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a, 4 * VectorNorm.x) + <usize>image * bytes;
    const y = load<usize>(a, 4 * VectorNorm.y) + <usize>image * bytes;
    for (let first: usize = 0; first < bytes; first += group) {
      takeMoments(x + first, <i32>(group >> 2), 4, centred, <f64>load<f32>(a, 4 * VectorNorm.epsilon));
      for (let c = first; c < first + group; c += 4) {
        const gamma = <f64>load<f32>(load<usize>(a, 4 * VectorNorm.gamma) + c);
        const beta = <f64>load<f32>(load<usize>(a, 4 * VectorNorm.beta) + c);
        const value = <f32>((<f64>load<f32>(x + c) - mean) * r * gamma + beta);
        // Written so that a NaN stays one, and reaches the loss.
        store<f32>(y + c, relu && value < 0 ? 0 : value);
      }
    }
  }
}

/**
 * Arguments: x, dx, channels, groups, ε (float32), centred, gamma, beta, relu, dy, masked, shares of dbeta, of dgamma;
 * relu and masked as in vectorBatchNorm.ts. Unit: an image.
 */
export function vectorNormGradient(a: usize): void {
  const bytes = load<usize>(a, 4 * VectorNormGradient.channels) * 4;
  const group = bytes / load<usize>(a, 4 * VectorNormGradient.groups);
  const count = <f64>(group >> 2);
  const centred = load<i32>(a, 4 * VectorNormGradient.centred) !== 0;
  const relu = load<i32>(a, 4 * VectorNormGradient.relu) !== 0;
  const masked = load<i32>(a, 4 * VectorNormGradient.masked) !== 0;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const row = <usize>image * bytes;
    const x = load<usize>(a, 4 * VectorNormGradient.x) + row;
    const dx = load<usize>(a, 4 * VectorNormGradient.dx) + row;
    const dy = load<usize>(a, 4 * VectorNormGradient.dy) + row;
    const dbeta = load<usize>(a, 4 * VectorNormGradient.dbeta) + row;
    const dgamma = load<usize>(a, 4 * VectorNormGradient.dgamma) + row;
    for (let first: usize = 0; first < bytes; first += group) {
      takeMoments(
        x + first,
        <i32>(group >> 2),
        4,
        centred,
        <f64>load<f32>(a, 4 * VectorNormGradient.epsilon),
      );
      let sum: f64 = 0;
      let product: f64 = 0;
      for (let c = first; c < first + group; c += 4) {
        const gamma = <f64>load<f32>(load<usize>(a, 4 * VectorNormGradient.gamma) + c);
        const normalized = (<f64>load<f32>(x + c) - mean) * r;
        if (relu && normalized * gamma + <f64>load<f32>(load<usize>(a, 4 * VectorNormGradient.beta) + c) <= 0)
          store<f32>(dy + c, 0);
        const slope = <f64>load<f32>(dy + c);
        store<f32>(dbeta + c, <f32>slope);
        store<f32>(dgamma + c, <f32>(slope * normalized));
        sum += gamma * slope;
        product += gamma * slope * normalized;
      }
      if (!centred) sum = 0;
      for (let c = first; c < first + group; c += 4) {
        const value = load<f32>(x + c);
        const gamma = <f64>load<f32>(load<usize>(a, 4 * VectorNormGradient.gamma) + c);
        const normalized = (<f64>value - mean) * r;
        const slope = r * (gamma * <f64>load<f32>(dy + c) - sum / count - (normalized * product) / count);
        store<f32>(dx + c, masked && value <= 0 ? 0 : <f32>slope);
      }
    }
  }
}
