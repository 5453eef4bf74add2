/** A normalization layer: batch norm's moving statistics serve where the pass or the layer (frozen) says so. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerNorm, NormLayer } from '../../../network/layers.ts';
import { map, type View } from '../kernels/fused.ts';
import { inputSizeOf } from '../norms/grouping.ts';
import {
  frozenGradients,
  type NormGradients,
  normalize,
  normalizeGradients,
  type Statistics,
  shifted,
  statistics,
} from '../norms/normalize.ts';
import { groupingOf } from '../norms/registry.ts';
import type { LayerOp, Pass } from './layer.ts';

type BatchNorm = Extract<LayerNorm, { kind: 'batch' }>;

/**
 * moving ← momentum·moving + (1 − momentum)·statistic, the variance unbiased there (as Keras 2.2 and PyTorch
 * have it, unlike TensorFlow.js): times n / (n − 1), unchanged for n = 1.
 */
function updateMoving(pass: Pass, name: string, { momentum }: BatchNorm, stats: Statistics): void {
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

export function norm({ name, norm: kind }: Pick<NormLayer, 'name' | 'norm'>): LayerOp {
  return (given, pass) => {
    const extent = inputSizeOf(given);
    const grouping = groupingOf(kind, extent);
    const gamma = pass.parameter(`${name}/gamma`);
    const beta = pass.parameter(`${name}/beta`);
    const passOn = ({ dx, dgamma, dbeta }: NormGradients): Tensor => {
      pass.setGradient(`${name}/gamma`, dgamma);
      pass.setGradient(`${name}/beta`, dbeta);
      return dx;
    };
    if (kind.kind === 'batch' && (kind.frozen || pass.statistics === 'moving')) {
      const mean = pass.moving(`${name}/movingMean`);
      const fixed = { mean, variance: pass.moving(`${name}/movingVariance`), count: 1 };
      return {
        y: normalize(given, grouping, fixed, { gamma, beta }, kind.epsilon),
        backward: (dy) => passOn(frozenGradients(given, dy, grouping, fixed, gamma, kind.epsilon)),
      };
    }
    const shift = grouping.centred && extent.pixels === 1 ? shifted(given, grouping) : undefined;
    const x = shift?.x ?? given;
    const stats = statistics(x, grouping);
    if (kind.kind === 'batch') updateMoving(pass, name, kind, { ...stats, mean: shift?.mean ?? stats.mean });
    return {
      y: normalize(x, grouping, stats, { gamma, beta }, kind.epsilon),
      backward: (dy) => passOn(normalizeGradients(x, dy, grouping, stats, gamma, kind.epsilon)),
    };
  };
}
