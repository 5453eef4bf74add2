/**
 * Filter response normalization with its thresholded linear unit (Singh & Krishnan 2019), over the pixels of an image and
 * channel, or over the units of a dense layer. With r = 1 / sqrt(mean(x²) + ε):
 *
 *   z = γ·x·r + β        y = max(z, τ)
 *   dz = dy where z > τ, dy / 2 where z = τ, as in PyTorch        dτ = Σ dy − dz        the rest as normalize.ts has it
 */
import { map, type View } from '../kernels/fused.ts';
import type { NormOp } from '../layers/layer.ts';
import { sumOver } from '../layers/sums.ts';
import { type Grouping, inputSizeOf } from './grouping.ts';
import { normalize, normalizeGradients, statistics } from './normalize.ts';

export const filterResponse: NormOp = ({ name, norm: { epsilon } }) => {
  return (x, pass) => {
    const { batch, pixels, channels } = inputSizeOf(x);
    const view: View = [batch, pixels, 1, channels];
    const affine: View = [1, 1, 1, channels];
    const grouping: Grouping = { view, over: x.rank === 2 ? [3] : [1], affine, centred: false };
    const gamma = pass.parameter(`${name}/gamma`);
    const beta = pass.parameter(`${name}/beta`);
    const stats = statistics(x, grouping);
    const z = normalize(x, grouping, stats, { gamma, beta }, epsilon);
    const ends = { z: [z, view], threshold: [pass.parameter(`${name}/threshold`), affine] } as const;
    return {
      // Not max(z, threshold): a NaN must stay one, and GPUs may drop it there.
      y: map('choose(threshold - z, threshold, z)', ends, view, {}, x.shape),
      backward(dy) {
        const inputs = { ...ends, dy: [dy, view] } as const;
        const atOrBelow = 'choose(threshold - z, 0.0, 0.5 * dy)';
        const dz = map(`choose(z - threshold, dy, ${atOrBelow})`, inputs, view, {}, x.shape);
        const rest = { dy: [dy, view], dz: [dz, view] } as const;
        const { dx, dgamma, dbeta } = normalizeGradients(x, dz, grouping, stats, gamma, epsilon);
        pass.setGradient(`${name}/gamma`, dgamma);
        pass.setGradient(`${name}/beta`, dbeta);
        pass.setGradient(`${name}/threshold`, sumOver([1, 0], 'dy - dz', rest, view));
        return dx;
      },
    };
  };
};
