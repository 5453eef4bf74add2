/** Weight Standardization (Qiao et al. 2019, arXiv 1903.10520), in float64. */
import { WS_EPSILON } from './layers.ts';

/**
 * (w − mean) / (std + ε) over the weights of each filter, with the population's standard deviation.
 * @param kernel […, filters] @returns the same shape
 */
export function standardize(kernel: Float32Array, filters: number): Float32Array {
  const standardized = new Float32Array(kernel.length);
  const weights = kernel.length / filters;
  for (let filter = 0; filter < filters; filter++) {
    let sum = 0;
    for (let i = filter; i < kernel.length; i += filters) sum += kernel[i] as number;
    const mean = sum / weights;
    let squares = 0;
    for (let i = filter; i < kernel.length; i += filters) squares += ((kernel[i] as number) - mean) ** 2;
    const deviation = Math.sqrt(squares / weights) + WS_EPSILON;
    for (let i = filter; i < kernel.length; i += filters) {
      standardized[i] = ((kernel[i] as number) - mean) / deviation;
    }
  }
  return standardized;
}
