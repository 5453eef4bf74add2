/**
 * Dynamic tanh (Zhu et al. 2025), with one alpha a layer and no statistics:
 *
 *   t = tanh(α·x)        y = γ·t + β
 *   dx = α·γ·dy·(1 − t²)        dγ = Σ dy·t        dβ = Σ dy        dα = Σ γ·dy·(1 − t²)·x
 */
import { map, type View } from '../kernels/fused.ts';
import { tanh } from '../kernels/tanh.ts';
import type { NormOp } from '../layers/layer.ts';
import { sumOver } from '../layers/sums.ts';
import { inputSizeOf } from './grouping.ts';

export const dynamicTanh: NormOp = ({ name }) => {
  return (x, pass) => {
    const { batch, pixels, channels } = inputSizeOf(x);
    const view: View = [batch, pixels, 1, channels];
    const each: View = [1, 1, 1, channels];
    const parameters = {
      gamma: [pass.parameter(`${name}/gamma`), each],
      beta: [pass.parameter(`${name}/beta`), each],
      alpha: [pass.parameter(`${name}/alpha`), [1, 1, 1, 1]],
    } as const;
    const { gamma, beta, alpha } = parameters;
    const t = map(tanh('alpha * x'), { x: [x, view], alpha }, view);
    return {
      y: map('gamma * t + beta', { t: [t, view], gamma, beta }, view, {}, x.shape),
      backward(dy) {
        const inputs = { dy: [dy, view], t: [t, view] } as const;
        const slope = map('gamma * dy * (1.0 - t * t)', { ...inputs, gamma }, view);
        pass.setGradient(`${name}/gamma`, sumOver([1, 0], 'dy * t', inputs, view));
        pass.setGradient(`${name}/beta`, sumOver([1, 0], 'dy', { dy: [dy, view] }, view));
        const steep = { slope: [slope, view], x: [x, view] } as const;
        pass.setGradient(`${name}/alpha`, sumOver([1, 0, 3], 'slope * x', steep, view));
        return map('alpha * slope', { slope: [slope, view], alpha }, view, {}, x.shape);
      },
    };
  };
};
