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
      for (let e = first; e < first + length; ) {
        const rowEnd = min(first + length, (e / rowLength + 1) * rowLength);
        const to =
          y + <usize>(e / rowLength) * load<usize>(a, 4 * ImageNorm.yRow) + <usize>(e % rowLength) * 4;
        normalizeRun(x + <usize>e * 4, to, rowEnd - e, <f32>mean, r, gamma, beta, perBand, floor);
        e = rowEnd;
      }
    }
  }
}

/** y = max(x̂ · gamma + beta, floor) for values that follow one another, of a band and of a row. */
function normalizeRun(
  x: usize,
  y: usize,
  length: i32,
  mean: f32,
  r: f32,
  gamma: usize,
  beta: usize,
  perBand: i32,
  floor: f32,
): void {
  const means = f32x4.splat(mean);
  const rs = f32x4.splat(r);
  const floors = f32x4.splat(floor);
  const fours = inFours(perBand) ? length & ~3 : 0;
  let gammas = firstFour(gamma, perBand);
  let betas = firstFour(beta, perBand);
  let k = 0;
  let i = 0;
  for (; i < fours; i += 4) {
    const at = <usize>i * 4;
    if (perBand > 4) {
      gammas = v128.load(gamma + <usize>k * 4);
      betas = v128.load(beta + <usize>k * 4);
    }
    v128.store(y + at, f32x4.pmax(normalizeFour(x + at, means, rs, gammas, betas), floors));
    k += 4;
    if (k >= perBand) k = 0;
  }
  for (; i < length; i++) {
    const at = <usize>i * 4;
    const value = normalizeOne(x + at, mean, r, gamma + <usize>k * 4, beta + <usize>k * 4);
    store<f32>(y + at, value < floor ? floor : value);
    if (++k === perBand) k = 0;
  }
}

/** x̂ · gamma + beta of four values. */
function normalizeFour(x: usize, means: v128, rs: v128, gammas: v128, betas: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.mul(f32x4.sub(v128.load(x), means), rs), gammas), betas);
}

/** x̂ · gamma + beta of one. */
function normalizeOne(x: usize, mean: f32, r: f32, gamma: usize, beta: usize): f32 {
  return (load<f32>(x) - mean) * r * load<f32>(gamma) + load<f32>(beta);
}

/** Whether every four values, from a band's or a row's start, have four channels, or the same ones again and again. */
function inFours(perBand: i32): bool {
  return perBand % 4 === 0 || 4 % perBand === 0;
}

/** Of a band's channels those of its first four values. */
function firstFour(values: usize, perBand: i32): v128 {
  return f32x4(
    load<f32>(values),
    load<f32>(values + <usize>(1 % perBand) * 4),
    load<f32>(values + <usize>(2 % perBand) * 4),
    load<f32>(values + <usize>(3 % perBand) * 4),
  );
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
      const from = <usize>first * 4;
      if (relu) maskBand(x + from, dy + from, length, mean, r, gamma, beta, perBand);
      bandProducts(x + from, dy + from, length, mean, perBand);
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
      for (let e = first; e < first + length; ) {
        const rowEnd = min(first + length, (e / rowLength + 1) * rowLength);
        const to =
          dx +
          <usize>(e / rowLength) * load<usize>(a, 4 * ImageNormGradient.dxRow) +
          <usize>(e % rowLength) * 4;
        const here = <usize>e * 4;
        gradientRun(x + here, dy + here, to, rowEnd - e, mean, r, gamma, perBand, slope, offset, masked);
        e = rowEnd;
      }
    }
  }
}

/** dx = r · gamma · dy + (x − mean) · slope + offset, likewise; 0 where x is not positive, if masked. */
function gradientRun(
  x: usize,
  dy: usize,
  dx: usize,
  length: i32,
  mean: f32,
  r: f32,
  gamma: usize,
  perBand: i32,
  slope: f32,
  offset: f32,
  masked: bool,
): void {
  const means = f32x4.splat(mean);
  const rs = f32x4.splat(r);
  const slopes = f32x4.splat(slope);
  const offsets = f32x4.splat(offset);
  const zero = f32x4.splat(0);
  const always = i32x4.splat(masked ? 0 : -1);
  const fours = inFours(perBand) ? length & ~3 : 0;
  let gammas = firstFour(gamma, perBand);
  let k = 0;
  let i = 0;
  for (; i < fours; i += 4) {
    const at = <usize>i * 4;
    if (perBand > 4) gammas = v128.load(gamma + <usize>k * 4);
    const values = v128.load(x + at);
    const scaled = f32x4.mul(f32x4.mul(v128.load(dy + at), gammas), rs);
    const rest = f32x4.add(f32x4.mul(f32x4.sub(values, means), slopes), offsets);
    const kept = v128.or(f32x4.gt(values, zero), always);
    v128.store(dx + at, v128.and(f32x4.add(scaled, rest), kept));
    k += 4;
    if (k >= perBand) k = 0;
  }
  for (; i < length; i++) {
    const at = <usize>i * 4;
    const value = load<f32>(x + at);
    const scaled = load<f32>(dy + at) * load<f32>(gamma + <usize>k * 4) * r;
    store<f32>(dx + at, masked && !(value > 0) ? 0 : scaled + ((value - mean) * slope + offset));
    if (++k === perBand) k = 0;
  }
}

/** dy ← 0 where the ReLU after the norm cut off. */
function maskBand(
  x: usize,
  dy: usize,
  length: i32,
  mean: f32,
  r: f32,
  gamma: usize,
  beta: usize,
  perBand: i32,
): void {
  const means = f32x4.splat(mean);
  const rs = f32x4.splat(r);
  const zero = f32x4.splat(0);
  const fours = inFours(perBand) ? length & ~3 : 0;
  let gammas = firstFour(gamma, perBand);
  let betas = firstFour(beta, perBand);
  let k = 0;
  let i = 0;
  for (; i < fours; i += 4) {
    const at = <usize>i * 4;
    if (perBand > 4) {
      gammas = v128.load(gamma + <usize>k * 4);
      betas = v128.load(beta + <usize>k * 4);
    }
    const y = normalizeFour(x + at, means, rs, gammas, betas);
    v128.store(dy + at, v128.and(v128.load(dy + at), f32x4.gt(y, zero)));
    k += 4;
    if (k >= perBand) k = 0;
  }
  for (; i < length; i++) {
    const at = <usize>i * 4;
    const y = normalizeOne(x + at, mean, r, gamma + <usize>k * 4, beta + <usize>k * 4);
    if (!(y > 0)) store<f32>(dy + at, 0);
    if (++k === perBand) k = 0;
  }
}

/** Σ dy and Σ dy · (x − mean) for each of a band's channels, as pairs of float64 in scratch. */
function bandProducts(x: usize, dy: usize, length: i32, mean: f32, perBand: i32): void {
  memory.fill(scratch, 0, <usize>perBand * 16);
  let done = 0;
  if (inFours(perBand)) {
    const stride = max(perBand, 4);
    done = length - (length % stride);
    for (let k = 0; k < stride; k += 4) fourProducts(x, dy, k, done, stride, mean, perBand);
  }
  for (let i = done, k = 0; i < length; i++) {
    const at = <usize>i * 4;
    const gradient = load<f32>(dy + at);
    addProducts(k, gradient, gradient * (load<f32>(x + at) - mean));
    if (++k === perBand) k = 0;
  }
}

/** Adds those of the values k … k + 3, k + stride …, before the one numbered `end`. */
function fourProducts(x: usize, dy: usize, k: i32, end: i32, stride: i32, mean: f32, perBand: i32): void {
  const means = f32x4.splat(mean);
  let lowSum = f64x2.splat(0);
  let highSum = lowSum;
  let lowProduct = lowSum;
  let highProduct = lowSum;
  for (let i = k; i < end; i += stride) {
    const at = <usize>i * 4;
    const gradient = v128.load(dy + at);
    const product = f32x4.mul(gradient, f32x4.sub(v128.load(x + at), means));
    lowSum = f64x2.add(lowSum, f64x2.promote_low_f32x4(gradient));
    highSum = f64x2.add(highSum, f64x2.promote_low_f32x4(v128.shuffle<i64>(gradient, gradient, 1, 1)));
    lowProduct = f64x2.add(lowProduct, f64x2.promote_low_f32x4(product));
    highProduct = f64x2.add(highProduct, f64x2.promote_low_f32x4(v128.shuffle<i64>(product, product, 1, 1)));
  }
  addProducts(k % perBand, f64x2.extract_lane(lowSum, 0), f64x2.extract_lane(lowProduct, 0));
  addProducts((k + 1) % perBand, f64x2.extract_lane(lowSum, 1), f64x2.extract_lane(lowProduct, 1));
  addProducts((k + 2) % perBand, f64x2.extract_lane(highSum, 0), f64x2.extract_lane(highProduct, 0));
  addProducts((k + 3) % perBand, f64x2.extract_lane(highSum, 1), f64x2.extract_lane(highProduct, 1));
}

function addProducts(k: i32, gradient: f64, product: f64): void {
  const to = scratch + <usize>k * 16;
  store<f64>(to, load<f64>(to) + gradient);
  store<f64>(to, load<f64>(to, 8) + product, 8);
}
