/**
 * What batch renorm (Ioffe 2017) makes of a normalized value by its moving statistics, with limits that follow the step:
 *
 *   ratio = sqrt((v + ε) / (v_moving + ε)) within 1/rMax … rMax     offset = (m − m_moving) / sqrt(v_moving + ε) within ±dMax
 *   y = (x̂·ratio + offset)·γ + β        dγ = ratio·Σ dy·x̂ + offset·Σ dy
 *
 * Both are constants to the gradient, so that the rest is batch norm with γ·ratio and γ·offset + β.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Limits } from '../../../network/norms.ts';
import { map, type View } from '../kernels/fused.ts';
import type { Affine, NormGradients } from './normalize.ts';

/** A value a channel each. */
interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export interface Correction {
  readonly affine: Affine;
  /** From those of `affine` to those of the norm's own gamma and beta. */
  gradients(of: NormGradients): NormGradients;
}

/** @param step from 1; undefined for the limits as they end */
export function correction(
  own: Moments,
  moving: Moments,
  { gamma, beta }: Affine,
  { epsilon, limits, step }: { epsilon: number; limits: Limits; step: number | undefined },
): Correction {
  const each: View = [1, 1, 1, gamma.size];
  const share = step === undefined || limits.updates === 0 ? 1 : Math.min(1, (step - 1) / limits.updates);
  const scalars = { epsilon, rMax: 1 + share * (limits.rMax - 1), dMax: share * limits.dMax };
  const [v, mv] = [[own.variance, each] as const, [moving.variance, each] as const];
  const deviations = 'sqrt(v + epsilon) / sqrt(mv + epsilon)';
  const ratio = map(`min(max(${deviations}, 1.0 / rMax), rMax)`, { v, mv }, each, scalars);
  const offset = map(
    'min(max((m - mm) / sqrt(mv + epsilon), -dMax), dMax)',
    { m: [own.mean, each], mm: [moving.mean, each], mv },
    each,
    scalars,
  );
  const by = { gamma: [gamma, each], ratio: [ratio, each] } as const;
  const and = { offset: [offset, each] } as const;
  return {
    affine: {
      gamma: map('gamma * ratio', by, each, {}, gamma.shape),
      beta: map(
        'gamma * offset + beta',
        { ...and, gamma: by.gamma, beta: [beta, each] },
        each,
        {},
        beta.shape,
      ),
    },
    gradients: ({ dx, dgamma, dbeta }) => ({
      ...{ dx, dbeta },
      dgamma: map(
        'ratio * dgamma + offset * dbeta',
        { ...and, ratio: by.ratio, dgamma: [dgamma, each], dbeta: [dbeta, each] },
        each,
      ),
    }),
  };
}
