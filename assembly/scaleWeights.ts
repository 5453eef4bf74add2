/**
 * Scaled Weight Standardization (Brock et al. 2021) of a kernel [rows, outputs], each output on its own, with its gain:
 *
 *   d = w − mean w,  s = factor / √(variance + ε),  y = gain · s · d        (factor: with the root of the rows in it)
 *   dgain = s · Σ dy · d,  dw = gain · s · (dy − mean dy − d · mean(dy · d) / (variance + ε))
 *
 * Arguments: w, rows, outputs, gain [outputs], ε, factor (float32), y; gradient: dy, dw, dgain.
 */
import { ScaleWeights, ScaleWeightsGradient } from '../src/engine/wasm/kernels';
import { multiplyAdd, storeLanes } from './simd';
import { firstUnit, lastUnit } from './state';

/** Of the four outputs that were looked at last: their mean and their variance + ε. */
let mean: v128 = f32x4.splat(0);
let spread: v128 = f32x4.splat(0);

function takeMoments(w: usize, rows: i32, stride: usize, epsilon: v128): void {
  const count = f32x4.splat(<f32>rows);
  let sum = f32x4.splat(0);
  for (let row = 0, from = w; row < rows; row++, from += stride) sum = f32x4.add(sum, v128.load(from));
  const centre = f32x4.div(sum, count);
  sum = f32x4.splat(0);
  for (let row = 0, from = w; row < rows; row++, from += stride) {
    const apart = f32x4.sub(v128.load(from), centre);
    sum = multiplyAdd(apart, apart, sum);
  }
  mean = centre;
  spread = f32x4.add(f32x4.div(sum, count), epsilon);
}

/** Unit: four outputs. */
export function scaleWeights(a: usize): void {
  const rows = load<i32>(a, 4 * ScaleWeights.rows);
  const outputs = load<i32>(a, 4 * ScaleWeights.outputs);
  const stride = <usize>outputs * 4;
  const epsilon = v128.load_splat<f32>(a, 4 * ScaleWeights.epsilon);
  const factor = v128.load_splat<f32>(a, 4 * ScaleWeights.factor);
  const blocks = (outputs + 3) / 4;
  for (let block = firstUnit(blocks), end = lastUnit(blocks); block < end; block++) {
    const lanes = min(4, outputs - block * 4);
    const offset = <usize>block * 16;
    const w = load<usize>(a, 4 * ScaleWeights.kernel) + offset;
    takeMoments(w, rows, stride, epsilon);
    const gain = v128.load(load<usize>(a, 4 * ScaleWeights.gain) + offset);
    const centre = mean;
    const scale = f32x4.mul(gain, f32x4.div(factor, f32x4.sqrt(spread)));
    let to = load<usize>(a, 4 * ScaleWeights.scaled) + offset;
    for (let row = 0, from = w; row < rows; row++, from += stride, to += stride) {
      const y = f32x4.mul(f32x4.sub(v128.load(from), centre), scale);
      storeLanes(to, y, y, lanes);
    }
  }
}

/** Unit: four outputs. */
export function scaleWeightsGradient(a: usize): void {
  const rows = load<i32>(a, 4 * ScaleWeightsGradient.rows);
  const outputs = load<i32>(a, 4 * ScaleWeightsGradient.outputs);
  const stride = <usize>outputs * 4;
  const count = f32x4.splat(<f32>rows);
  const epsilon = v128.load_splat<f32>(a, 4 * ScaleWeightsGradient.epsilon);
  const factor = v128.load_splat<f32>(a, 4 * ScaleWeightsGradient.factor);
  const blocks = (outputs + 3) / 4;
  for (let block = firstUnit(blocks), end = lastUnit(blocks); block < end; block++) {
    const lanes = min(4, outputs - block * 4);
    const offset = <usize>block * 16;
    const w = load<usize>(a, 4 * ScaleWeightsGradient.kernel) + offset;
    const dy = load<usize>(a, 4 * ScaleWeightsGradient.gradient) + offset;
    takeMoments(w, rows, stride, epsilon);
    const centre = mean;
    let sum = f32x4.splat(0);
    let product = sum;
    for (let row = 0, at: usize = 0; row < rows; row++, at += stride) {
      const slope = v128.load(dy + at);
      sum = f32x4.add(sum, slope);
      product = multiplyAdd(slope, f32x4.sub(v128.load(w + at), centre), product);
    }
    const scale = f32x4.div(factor, f32x4.sqrt(spread));
    const dgain = f32x4.mul(product, scale);
    storeLanes(load<usize>(a, 4 * ScaleWeightsGradient.dgain) + offset, dgain, dgain, lanes);
    const gained = f32x4.mul(scale, v128.load(load<usize>(a, 4 * ScaleWeightsGradient.gain) + offset));
    const level = f32x4.div(sum, count);
    const along = f32x4.div(f32x4.div(product, count), spread);
    let to = load<usize>(a, 4 * ScaleWeightsGradient.dkernel) + offset;
    for (let row = 0, at: usize = 0; row < rows; row++, at += stride, to += stride) {
      const tilt = f32x4.mul(f32x4.sub(v128.load(w + at), centre), along);
      const dw = f32x4.mul(f32x4.sub(f32x4.sub(v128.load(dy + at), level), tilt), gained);
      storeLanes(to, dw, dw, lanes);
    }
  }
}
