/**
 * Weight Standardization (Qiao et al. 2019) of a kernel [rows, outputs], each output on its own:
 *
 *   h = (w − mean w) / s,  s = σ + ε,  σ the population's standard deviation
 *   dw = (dh − mean dh − h · mean(dh · h) · s / σ) / s
 *
 * Arguments: w, rows, outputs, ε (float32), h, σ [outputs]; gradient: dh, dw.
 */
import { Standardize, StandardizeGradient } from '../src/engine/wasm/kernels';
import { multiplyAdd, storeLanes } from './simd';
import { firstUnit, lastUnit } from './state';

export function standardize(a: usize): void {
  const rows = load<i32>(a, 4 * Standardize.rows);
  const outputs = load<i32>(a, 4 * Standardize.outputs);
  const stride = <usize>outputs * 4;
  const count = f32x4.splat(<f32>rows);
  const epsilon = v128.load_splat<f32>(a, 4 * Standardize.epsilon);
  const blocks = (outputs + 7) / 8;
  for (let block = firstUnit(blocks), end = lastUnit(blocks); block < end; block++) {
    const lanes = min(8, outputs - block * 8);
    const offset = <usize>block * 32;
    const w = load<usize>(a, 4 * Standardize.kernel) + offset;
    let low = f32x4.splat(0);
    let high = low;
    for (let row = 0, from = w; row < rows; row++, from += stride) {
      low = f32x4.add(low, v128.load(from));
      high = f32x4.add(high, v128.load(from, 16));
    }
    const meanLow = f32x4.div(low, count);
    const meanHigh = f32x4.div(high, count);
    low = f32x4.splat(0);
    high = low;
    for (let row = 0, from = w; row < rows; row++, from += stride) {
      const l = f32x4.sub(v128.load(from), meanLow);
      const h = f32x4.sub(v128.load(from, 16), meanHigh);
      low = multiplyAdd(l, l, low);
      high = multiplyAdd(h, h, high);
    }
    low = f32x4.sqrt(f32x4.div(low, count));
    high = f32x4.sqrt(f32x4.div(high, count));
    storeLanes(load<usize>(a, 4 * Standardize.deviation) + offset, low, high, lanes);
    low = f32x4.add(low, epsilon);
    high = f32x4.add(high, epsilon);
    let to = load<usize>(a, 4 * Standardize.standardized) + offset;
    for (let row = 0, from = w; row < rows; row++, from += stride, to += stride) {
      const l = f32x4.div(f32x4.sub(v128.load(from), meanLow), low);
      const h = f32x4.div(f32x4.sub(v128.load(from, 16), meanHigh), high);
      storeLanes(to, l, h, lanes);
    }
  }
}

export function standardizeGradient(a: usize): void {
  const rows = load<i32>(a, 4 * StandardizeGradient.rows);
  const outputs = load<i32>(a, 4 * StandardizeGradient.outputs);
  const stride = <usize>outputs * 4;
  const blocks = (outputs + 3) / 4;
  for (let block = firstUnit(blocks), end = lastUnit(blocks); block < end; block++) {
    const offset = <usize>block * 16;
    const h = load<usize>(a, 4 * StandardizeGradient.standardized) + offset;
    const dh = load<usize>(a, 4 * StandardizeGradient.gradient) + offset;
    let sum = f32x4.splat(0);
    let product = sum;
    for (let row = 0, at: usize = 0; row < rows; row++, at += stride) {
      const g = v128.load(dh + at);
      sum = f32x4.add(sum, g);
      product = multiplyAdd(g, v128.load(h + at), product);
    }
    const count = f32x4.splat(<f32>rows);
    const deviation = v128.load(load<usize>(a, 4 * StandardizeGradient.deviation) + offset);
    const s = f32x4.add(deviation, v128.load_splat<f32>(a, 4 * StandardizeGradient.epsilon));
    const mean = f32x4.div(sum, count);
    // A filter of equal weights has σ = 0, and h = 0: nothing flows through its deviation.
    const ratio = v128.and(f32x4.div(s, deviation), f32x4.gt(deviation, f32x4.splat(0)));
    const projection = f32x4.mul(f32x4.div(product, count), ratio);
    const lanes = min(4, outputs - block * 4);
    let to = load<usize>(a, 4 * StandardizeGradient.dkernel) + offset;
    for (let row = 0, at: usize = 0; row < rows; row++, at += stride, to += stride) {
      const g = f32x4.sub(v128.load(dh + at), mean);
      const dw = f32x4.div(f32x4.sub(g, f32x4.mul(v128.load(h + at), projection)), s);
      storeLanes(to, dw, dw, lanes);
    }
  }
}
