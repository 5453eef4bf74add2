/** The kernel of a convolution as it is used, in float64: as it is trained, standardized or scaled. */
import { type Conv2dLayer, SCALED_WS } from './layers.ts';
import type { Parameters } from './parameters.ts';
import { standardize } from './standardize.ts';

/** @throws Error where the state has no such kernel */
export function usedKernel(
  { name, weights, output }: Pick<Conv2dLayer, 'name' | 'weights' | 'output'>,
  parameters: Parameters,
): Float32Array {
  const kernel = parameters.get(`${name}/kernel`);
  if (!kernel) throw new Error(`The weights of ${name} are not at hand.`);
  const filters = output.at(-1) ?? 1;
  switch (weights) {
    case 'plain':
      return kernel;
    case 'standardized':
      return standardize(kernel, filters);
    case 'scaled': {
      const gain = parameters.get(`${name}/gain`);
      if (!gain) throw new Error(`The gain of ${name} is not at hand.`);
      return scale(kernel, gain);
    }
    default:
      return weights satisfies never;
  }
}

/** Scaled WS: see SCALED_WS. @param kernel […, filters] @param gain [filters] */
function scale(kernel: Float32Array, gain: Float32Array): Float32Array {
  const { epsilon, factor } = SCALED_WS;
  const scaled = new Float32Array(kernel.length);
  const count = kernel.length / gain.length;
  for (const [filter, own] of gain.entries()) {
    let [sum, squares] = [0, 0];
    for (let i = filter; i < kernel.length; i += gain.length) sum += kernel[i] as number;
    const mean = sum / count;
    for (let i = filter; i < kernel.length; i += gain.length) squares += ((kernel[i] as number) - mean) ** 2;
    const times = (own * factor) / Math.sqrt((squares / count + epsilon) * count);
    for (let i = filter; i < kernel.length; i += gain.length)
      scaled[i] = times * ((kernel[i] as number) - mean);
  }
  return scaled;
}
