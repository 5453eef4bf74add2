/**
 * Dense layer, with the ReLU that follows it, if any, in the same kernel.
 *
 *   y = act(x·W + b)        dz = act'(y)·dy        dW = xᵀ·dz        db = Σₙ dz        dx = dz·Wᵀ
 */
import type { DenseLayer } from '../../../network/layers.ts';
import { type Activation, affine, matMul } from '../kernels/core.ts';
import type { LayerOp } from './layer.ts';
import { reluGradient } from './plain.ts';
import { biasGradient } from './sums.ts';

export function dense(layer: Pick<DenseLayer, 'name'>, activation: Activation): LayerOp {
  return (x, pass) => {
    const weights = pass.parameter(`${layer.name}/kernel`);
    const y = affine(x, weights, pass.parameter(`${layer.name}/bias`), activation);
    return {
      y,
      backward(dy, wantsInput) {
        const dz = activation === 'relu' ? reluGradient(y, dy) : dy;
        pass.setGradient(`${layer.name}/bias`, biasGradient(dz));
        pass.setGradient(`${layer.name}/kernel`, matMul(x, dz, { transposeA: true }));
        const dx = wantsInput ? matMul(dz, weights, { transposeB: true }) : undefined;
        if (dz !== dy) dz.dispose();
        return dx;
      },
    };
  };
}
