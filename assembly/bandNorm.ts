/**
 * Group norm as the original study coded it: [H, W, C] memory is read as [groups, H · W · C / groups], so a 'group' is
 * a band of rows with all their channels, and value e of a band uses gamma[group · k + e mod k], k = C / groups.
 * Equations as in imageNorm.ts, with band for group. mean and r: [batch, channels], of which the first `groups` of an
 * image are used. A work unit is an image. On dense layers this is group norm.
 *
 * Arguments as imageNorm and imageNormGradient.
 */
import { ImageNorm, ImageNormGradient } from '../src/engine/wasm/kernels';
import { batch, firstUnit, lastUnit, scratch } from './state';

export function bandNorm(a: usize): void {
  const height = load<i32>(a, 4 * ImageNorm.height);
  const rowLength = load<i32>(a, 4 * ImageNorm.width) * load<i32>(a, 4 * ImageNorm.channels);
  const channels = load<i32>(a, 4 * ImageNorm.channels);
  const groups = load<i32>(a, 4 * ImageNorm.groups);
  const perBand = channels / groups;
  const length = (height * rowLength) / groups;
  const bytes = <usize>channels * 4;
  const floor: f32 = load<i32>(a, 4 * ImageNorm.relu) ? 0 : -Infinity;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a, 4 * ImageNorm.x) + <usize>(image * height * rowLength) * 4;
    const y = load<usize>(a, 4 * ImageNorm.y) + <usize>image * load<usize>(a, 4 * ImageNorm.yImage);
    for (let band = 0; band < groups; band++) {
      const first = band * length;
      const from = x + <usize>first * 4;
      const mean = bandSum(from, length, 0, false) / <f64>length;
      const variance = bandSum(from, length, <f32>mean, true) / <f64>length;
      const r = <f32>(1 / Math.sqrt(variance + <f64>load<f32>(a, 4 * ImageNorm.epsilon)));
      const at = <usize>image * bytes + <usize>band * 4;
      store<f32>(load<usize>(a, 4 * ImageNorm.mean) + at, <f32>mean);
      store<f32>(load<usize>(a, 4 * ImageNorm.r) + at, r);
      const gamma = load<usize>(a, 4 * ImageNorm.gamma) + <usize>(band * perBand) * 4;
      const beta = load<usize>(a, 4 * ImageNorm.beta) + <usize>(band * perBand) * 4;
      let k = 0;
      for (let e = first; e < first + length; ) {
        const rowEnd = min(first + length, (e / rowLength + 1) * rowLength);
        let to = y + <usize>(e / rowLength) * load<usize>(a, 4 * ImageNorm.yRow) + <usize>(e % rowLength) * 4;
        for (; e < rowEnd; e++) {
          const centred = load<f32>(x + <usize>e * 4) - <f32>mean;
          const value = centred * r * load<f32>(gamma + <usize>k * 4) + load<f32>(beta + <usize>k * 4);
          store<f32>(to, value < floor ? floor : value);
          to += 4;
          if (++k === perBand) k = 0;
        }
      }
    }
  }
}

/** Σ x, or Σ (x − centre)², over values that follow one another. */
function bandSum(x: usize, length: i32, centre: f32, squared: bool): f64 {
  const centres = f32x4.splat(centre);
  let low = f64x2.splat(0);
  let high = low;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    let d = f32x4.sub(v128.load(x + <usize>i * 4), centres);
    if (squared) d = f32x4.mul(d, d);
    low = f64x2.add(low, f64x2.promote_low_f32x4(d));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(d, d, 1, 1)));
  }
  low = f64x2.add(low, high);
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
  for (; i < length; i++) {
    const d = <f64>(load<f32>(x + <usize>i * 4) - centre);
    sum += squared ? d * d : d;
  }
  return sum;
}

export function bandNormGradient(a: usize): void {
  const height = load<i32>(a, 4 * ImageNormGradient.height);
  const rowLength = load<i32>(a, 4 * ImageNormGradient.width) * load<i32>(a, 4 * ImageNormGradient.channels);
  const channels = load<i32>(a, 4 * ImageNormGradient.channels);
  const groups = load<i32>(a, 4 * ImageNormGradient.groups);
  const perBand = channels / groups;
  const length = (height * rowLength) / groups;
  const bytes = <usize>channels * 4;
  const relu = load<i32>(a, 4 * ImageNormGradient.relu) !== 0;
  const masked = load<i32>(a, 4 * ImageNormGradient.masked) !== 0;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a, 4 * ImageNormGradient.x) + <usize>(image * height * rowLength) * 4;
    const dy = load<usize>(a, 4 * ImageNormGradient.dy) + <usize>(image * height * rowLength) * 4;
    const dx =
      load<usize>(a, 4 * ImageNormGradient.dx) + <usize>image * load<usize>(a, 4 * ImageNormGradient.dxImage);
    for (let band = 0; band < groups; band++) {
      const channel = <usize>(band * perBand) * 4;
      const at = <usize>image * bytes;
      const mean = load<f32>(load<usize>(a, 4 * ImageNormGradient.mean) + at + <usize>band * 4);
      const r = load<f32>(load<usize>(a, 4 * ImageNormGradient.r) + at + <usize>band * 4);
      const gamma = load<usize>(a, 4 * ImageNormGradient.gamma) + channel;
      const beta = load<usize>(a, 4 * ImageNormGradient.beta) + channel;
      const first = band * length;
      if (relu) maskBand(x, dy, first, length, mean, r, gamma, beta, perBand);
      bandProducts(x, dy, first, length, mean, perBand);
      let sum: f64 = 0;
      let product: f64 = 0;
      for (let k = 0; k < perBand; k++) {
        const share = load<f64>(scratch + <usize>k * 16);
        const moment = load<f64>(scratch + <usize>k * 16, 8) * r;
        sum += <f64>load<f32>(gamma + <usize>k * 4) * share;
        product += <f64>load<f32>(gamma + <usize>k * 4) * moment;
        store<f32>(load<usize>(a, 4 * ImageNormGradient.dbeta) + at + channel + <usize>k * 4, <f32>share);
        store<f32>(load<usize>(a, 4 * ImageNormGradient.dgamma) + at + channel + <usize>k * 4, <f32>moment);
      }
      const slope = <f32>((-product / <f64>length) * r * r);
      const offset = <f32>((-sum / <f64>length) * r);
      let k = 0;
      for (let e = first; e < first + length; ) {
        const rowEnd = min(first + length, (e / rowLength + 1) * rowLength);
        let to =
          dx +
          <usize>(e / rowLength) * load<usize>(a, 4 * ImageNormGradient.dxRow) +
          <usize>(e % rowLength) * 4;
        for (; e < rowEnd; e++) {
          const value = load<f32>(x + <usize>e * 4);
          const scaled = load<f32>(dy + <usize>e * 4) * load<f32>(gamma + <usize>k * 4) * r;
          store<f32>(to, masked && !(value > 0) ? 0 : scaled + ((value - mean) * slope + offset));
          to += 4;
          if (++k === perBand) k = 0;
        }
      }
    }
  }
}

/** dy ← 0 where the ReLU after the norm cut off. */
function maskBand(
  x: usize,
  dy: usize,
  first: i32,
  length: i32,
  mean: f32,
  r: f32,
  gamma: usize,
  beta: usize,
  perBand: i32,
): void {
  let k = 0;
  for (let e = first; e < first + length; e++) {
    const centred = load<f32>(x + <usize>e * 4) - mean;
    const y = centred * r * load<f32>(gamma + <usize>k * 4) + load<f32>(beta + <usize>k * 4);
    if (!(y > 0)) store<f32>(dy + <usize>e * 4, 0);
    if (++k === perBand) k = 0;
  }
}

/** Σ dy and Σ dy · (x − mean) for each of a band's channels, as pairs of float64 in scratch. */
function bandProducts(x: usize, dy: usize, first: i32, length: i32, mean: f32, perBand: i32): void {
  for (let k = 0; k < perBand; k++) {
    let sum: f64 = 0;
    let product: f64 = 0;
    for (let e = first + k; e < first + length; e += perBand) {
      const gradient = load<f32>(dy + <usize>e * 4);
      sum += gradient;
      product += gradient * (load<f32>(x + <usize>e * 4) - mean);
    }
    store<f64>(scratch + <usize>k * 16, sum);
    store<f64>(scratch + <usize>k * 16, product, 8);
  }
}
