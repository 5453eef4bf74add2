/** A norm by statistics over a grouping: moving ones serve where the pass or the layer (frozen) says so. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { descriptionOf, usesMoving } from '../../../network/norms.ts';
import { map, type View } from '../kernels/fused.ts';
import type { NormOp, Pass } from '../layers/layer.ts';
import { correction } from './correction.ts';
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

/**
 * Estimated statistics (Qiao et al. 2019, arXiv 1911.09738): the moving ones after they have followed the minibatch, the
 * variance by the distance from the mean as it was.
 */
function estimate(pass: Pass, name: string, momentum: number, { mean, variance }: Statistics) {
  if (!mean) throw new Error(`${name} takes no mean off`);
  const before = moving(pass, name);
  const view: View = [1, 1, 1, mean.size];
  const weights = { kept: momentum, taken: 1 - momentum };
  const means = { m: [mean, view], old: [before.mean, view] } as const;
  const after = {
    mean: map('kept * old + taken * m', means, view, weights, before.mean.shape),
    variance: map(
      'kept * spread + taken * (v + (m - old) * (m - old))',
      { ...means, v: [variance, view], spread: [before.variance, view] },
      view,
      weights,
      before.variance.shape,
    ),
  };
  pass.setMoving(`${name}/movingMean`, after.mean);
  pass.setMoving(`${name}/movingVariance`, after.variance);
  return after;
}

const moving = (pass: Pass, name: string) => ({
  mean: pass.moving(`${name}/movingMean`),
  variance: pass.moving(`${name}/movingVariance`),
});

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
      const fixed = { ...moving(pass, name), count: 1 };
      return {
        y: normalize(given, grouping, fixed, { gamma, beta }, epsilon),
        backward: (dy) => passOn(frozenGradients(given, dy, grouping, fixed, gamma, epsilon)),
      };
    }
    if (norm.estimated) {
      const fixed = { ...estimate(pass, name, momentum, statistics(given, grouping)), count: 1 };
      return {
        y: normalize(given, grouping, fixed, { gamma, beta }, epsilon),
        backward: (dy) => passOn(frozenGradients(given, dy, grouping, fixed, gamma, epsilon)),
      };
    }
    const shift = grouping.centred && extent.pixels === 1 ? shifted(given, grouping) : undefined;
    const x = shift?.x ?? given;
    const stats = statistics(x, grouping);
    const own = { ...stats, mean: shift?.mean ?? stats.mean };
    const corrected =
      norm.limits &&
      own.mean &&
      correction(
        { ...own, mean: own.mean },
        moving(pass, name),
        { gamma, beta },
        { epsilon, limits: norm.limits, step: pass.step },
      );
    if (moves) updateMoving(pass, name, momentum, own);
    const affine = corrected?.affine ?? { gamma, beta };
    return {
      y: normalize(x, grouping, stats, affine, epsilon),
      backward(dy) {
        const gradients = normalizeGradients(x, dy, grouping, stats, affine.gamma, epsilon);
        return passOn(corrected?.gradients(gradients) ?? gradients);
      },
    };
  };
};
