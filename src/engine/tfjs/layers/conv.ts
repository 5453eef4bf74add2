/**
 * Convolution, its kernel standardized or scaled first where the experiment says so (WS, scaled WS), with
 * the ReLU that follows it, if any, in the same kernel.
 *
 *   y = act(x ∗ W + b)        dz = act'(y)·dy        db = Σ dz over all but channels
 *   dW = x ⋆ dz (correlation)        dx = dz ∗ W flipped, its channels swapped
 */
import { type Conv2dLayer, WS_EPSILON } from '../../../network/layers.ts';
import { type Activation, conv2d, conv2dFilterGradient, conv2dInputGradient } from '../kernels/core.ts';
import type { LayerOp } from './layer.ts';
import { reluGradient } from './plain.ts';
import { scaleWeights } from './scaleWeights.ts';
import { standardize } from './standardize.ts';
import { biasGradient } from './sums.ts';

export function conv(
  layer: Pick<Conv2dLayer, 'name' | 'weights' | 'stride'>,
  activation: Activation,
): LayerOp {
  const { stride } = layer;
  return (x, pass) => {
    const raw = pass.parameter(`${layer.name}/kernel`);
    const gain = layer.weights === 'scaled' ? pass.parameter(`${layer.name}/gain`) : undefined;
    const standardized = layer.weights === 'standardized' ? standardize(raw, WS_EPSILON) : undefined;
    const scaled = gain && scaleWeights(raw, gain);
    const filter = (scaled ?? standardized)?.y ?? raw;
    const y = conv2d(x, filter, pass.parameter(`${layer.name}/bias`), activation, stride);
    return {
      y,
      backward(dy, wantsInput) {
        const dz = activation === 'relu' ? reluGradient(y, dy) : dy;
        pass.setGradient(`${layer.name}/bias`, biasGradient(dz));
        const dfilter = conv2dFilterGradient(x, dz, filter.shape, stride);
        const back = scaled?.backward(dfilter);
        if (back) pass.setGradient(`${layer.name}/gain`, back.dgain);
        const dkernel = back?.dkernel ?? standardized?.backward(dfilter) ?? dfilter;
        pass.setGradient(`${layer.name}/kernel`, dkernel);
        const dx = wantsInput ? conv2dInputGradient(dz, filter, x.shape, stride) : undefined;
        if (dz !== dy) dz.dispose();
        return dx;
      },
    };
  };
}
