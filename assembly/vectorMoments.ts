/** Statistics of a few values, in float64: what vectorBatchNorm.ts and vectorNorm.ts normalize with. */

/** The mean of the values taken last; 0 where it was not asked for. */
export let mean: f64 = 0;
/** Σ (x − mean)² */
export let squares: f64 = 0;
/** 1 / sqrt(variance + ε) */
export let r: f64 = 0;

/** Takes the moments of `count` values at x, x + stride, …; about 0 unless `centred`. */
export function takeMoments(x: usize, count: i32, stride: usize, centred: bool, epsilon: f64): void {
  mean = 0;
  if (centred) for (let i = 0, at = x; i < count; i++, at += stride) mean += <f64>load<f32>(at);
  mean /= <f64>count;
  squares = 0;
  for (let i = 0, at = x; i < count; i++, at += stride) {
    const apart = <f64>load<f32>(at) - mean;
    squares += apart * apart;
  }
  r = 1 / Math.sqrt(squares / <f64>count + epsilon);
}
