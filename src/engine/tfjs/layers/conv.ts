/**
 * Convolution, its kernel standardized first where the experiment says so (WS), with
 * the ReLU that follows it, if any, in the same kernel.
 *
 *   y = act(x ∗ W + b)        dz = act'(y)·dy        db = Σ dz over all but channels
 *   dW = x ⋆ dz (correlation)        dx = dz ∗ W flipped, its channels swapped
 */
import { type Conv2dLayer, WS_EPSILON } from '../../../network/layers.ts';
import { type Activation, conv2d, conv2dFilterGradient, conv2dInputGradient } from '../kernels/core.ts';
import type { LayerOp } from './layer.ts';
import { reluGradient } from './plain.ts';
import { standardize } from './standardize.ts';
import { biasGradient } from './sums.ts';

export function conv(
  layer: Pick<Conv2dLayer, 'name' | 'standardized' | 'stride'>,
  activation: Activation,
): LayerOp {
  const { stride } = layer;
  return (x, pass) => {
    const raw = pass.parameter(`${layer.name}/kernel`);
    const standardized = layer.standardized ? standardize(raw, WS_EPSILON) : undefined;
    const filter = standardized?.y ?? raw;
    const y = conv2d(x, filter, pass.parameter(`${layer.name}/bias`), activation, stride);
    return {
      y,
      backward(dy, wantsInput) {
        const dz = activation === 'relu' ? reluGradient(y, dy) : dy;
        pass.setGradient(`${layer.name}/bias`, biasGradient(dz));
        const dfilter = conv2dFilterGradient(x, dz, filter.shape, stride);
        pass.setGradient(`${layer.name}/kernel`, standardized?.backward(dfilter) ?? dfilter);
        const dx = wantsInput ? conv2dInputGradient(dz, filter, x.shape, stride) : undefined;
        if (dz !== dy) dz.dispose();
        return dx;
      },
    };
  };
}
