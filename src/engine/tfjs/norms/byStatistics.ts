/** A norm by statistics over a grouping: moving ones serve where the pass or the layer (frozen) says so. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { descriptionOf, usesMoving } from '../../../network/norms.ts';
import { map, type View } from '../kernels/fused.ts';
import type { NormOp, Pass } from '../layers/layer.ts';
import { groupingOf, inputSizeOf } from './grouping.ts';
import {
  frozenGradients,
  type NormGradients,
  normalize,
  normalizeGradients,
  type Statistics,
  shifted,
  statistics,
} from './normalize.ts';

/**
 * moving ← momentum·moving + (1 − momentum)·statistic, the variance unbiased there (as Keras 2.2 and PyTorch
 * have it, unlike TensorFlow.js): times n / (n − 1), unchanged for n = 1.
 */
function updateMoving(pass: Pass, name: string, momentum: number, stats: Statistics): void {
  const { mean, variance, count } = stats;
  const follow = (suffix: string, statistic: Tensor, correction: number): void => {
    const moving = pass.moving(`${name}/${suffix}`);
    const view: View = [1, 1, 1, moving.size];
    const weights = { kept: momentum, taken: (1 - momentum) * correction };
    const inputs = { moving: [moving, view], statistic: [statistic, view] } as const;
    pass.setMoving(
      `${name}/${suffix}`,
      map('kept * moving + taken * statistic', inputs, view, weights, moving.shape),
    );
  };
  if (mean) follow('movingMean', mean, 1);
  follow('movingVariance', variance, count > 1 ? count / (count - 1) : 1);
}

export const byStatistics: NormOp = ({ name, norm }) => {
  const { epsilon, momentum = 1 } = norm;
  const moves = descriptionOf(norm).moving.length > 0;
  return (given, pass) => {
    const extent = inputSizeOf(given);
    const grouping = groupingOf(norm, extent);
    const gamma = pass.parameter(`${name}/gamma`);
    const beta = pass.parameter(`${name}/beta`);
    const passOn = ({ dx, dgamma, dbeta }: NormGradients): Tensor => {
      pass.setGradient(`${name}/gamma`, dgamma);
      pass.setGradient(`${name}/beta`, dbeta);
      return dx;
    };
    if (usesMoving(norm, pass.statistics)) {
      const mean = pass.moving(`${name}/movingMean`);
      const fixed = { mean, variance: pass.moving(`${name}/movingVariance`), count: 1 };
      return {
        y: normalize(given, grouping, fixed, { gamma, beta }, epsilon),
        backward: (dy) => passOn(frozenGradients(given, dy, grouping, fixed, gamma, epsilon)),
      };
    }
    const shift = grouping.centred && extent.pixels === 1 ? shifted(given, grouping) : undefined;
    const x = shift?.x ?? given;
    const stats = statistics(x, grouping);
    if (moves) updateMoving(pass, name, momentum, { ...stats, mean: shift?.mean ?? stats.mean });
    return {
      y: normalize(x, grouping, stats, { gamma, beta }, epsilon),
      backward: (dy) => passOn(normalizeGradients(x, dy, grouping, stats, gamma, epsilon)),
    };
  };
};
