/** Batch renormalization: as batch normalization, with what the result is multiplied by and what is added to it. */
import type { Limits } from '../../../network/norms.ts';
import { type Norm, type NormGradient, operandsOf } from '../../program/operation.ts';
import { dimensions } from '../../program/value.ts';
import { isVector } from '../copies.ts';
import { type Emit, flag, float32 } from '../instruction.ts';
import type { Places } from '../places.ts';
import { byMinibatch, lowerBatchGradient, movedBy, pixelsOf } from './byMinibatch.ts';
import { addresses, type NormLowering, statisticsOf, written } from './lowering.ts';

const limitsOf = ({ norm, layer }: Norm): Limits => {
  if (!norm.limits) throw new Error(`${layer}: ${norm.kind} has no limits`);
  return norm.limits;
};

/** Where scale and shift are worked out: they do not outlive the task. */
function scaleOf(task: Norm | NormGradient, places: Places): { scale: number; shift: number } {
  const scale = places.workspace(task, 'scale');
  return { scale, shift: scale + 4 * dimensions(task.reads.x.shape).channels };
}

function lowerForward(task: Norm, places: Places, emit: Emit): void {
  const { epsilon, momentum = 1 } = task.norm;
  const { rMax, dMax, updates } = limitsOf(task);
  const { x, gamma, beta, movingMean, movingVariance } = operandsOf(
    ...([task.reads, 'x', 'gamma', 'beta', 'movingMean', 'movingVariance'] as const),
  );
  const { y, ratio, offset } = operandsOf(task.writes, 'y', 'ratio', 'offset');
  const extent = dimensions(x.shape);
  const { channels } = extent;
  const own = statisticsOf(operandsOf(task.writes, 'mean', 'inverseDeviation'), places);
  const moved = movedBy(task, channels, places);
  const values = {
    ...{ channels, epsilon: float32(epsilon), momentum: float32(momentum), ...own },
    ...{ rMax: float32(rMax), dMax: float32(dMax), updates },
    ...addresses({ gamma, beta, movingMean, movingVariance, ratio, offset }, places),
    ...{ movedMean: moved.movingMean, movedVariance: moved.movingVariance },
  };
  if (isVector(x)) {
    const ends = { x: places.address(x), y: places.address(y), relu: flag(task.relu) };
    emit('vectorRenorm', { ...ends, ...values });
    return;
  }
  const pixels = pixelsOf(extent);
  const means = places.workspace(task, 'images');
  const squares = means + 4 * channels * places.batch;
  const { scale, shift } = scaleOf(task, places);
  emit('batchMoments', { x: places.address(x), pixels, channels, means, squares });
  emit('renormStatistics', { pixels, means, squares, scale, shift, ...values });
  emit('batchNormalize', {
    ...{ x: places.address(x), ...written('y', y, places), ...extent },
    ...{ ...own, gamma: scale, beta: shift, relu: flag(task.relu) },
  });
}

function lowerGradient(task: NormGradient, places: Places, emit: Emit): void {
  if (task.fixed) {
    byMinibatch.gradient(task, places, emit);
    return;
  }
  const { x, dy, gamma, beta, ratio, offset } = operandsOf(
    ...([task.reads, 'x', 'dy', 'gamma', 'beta', 'ratio', 'offset'] as const),
  );
  const { dx, dgamma, dbeta } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta');
  const { channels } = dimensions(x.shape);
  const corrected = { channels, ...addresses({ ratio, offset }, places) };
  const gradients = addresses({ dgamma, dbeta }, places);
  if (isVector(x)) {
    emit('vectorRenormGradient', {
      ...{ ...corrected, ...gradients, ...addresses({ x, dx, dy, gamma, beta }, places) },
      ...{ epsilon: float32(task.norm.epsilon), relu: flag(task.relu), masked: flag(task.masked) },
    });
    return;
  }
  const { scale, shift } = scaleOf(task, places);
  emit('renormScale', { ...corrected, ...addresses({ gamma, beta }, places), scale, shift });
  lowerBatchGradient(task, { gamma: scale, beta: shift }, places, emit, () =>
    emit('renormGamma', { ...corrected, ...gradients }),
  );
}

export const byRenorm: NormLowering = {
  ...byMinibatch,
  norm: lowerForward,
  gradient: lowerGradient,
  workspaces: (task) => [
    ...byMinibatch.workspaces(task),
    { part: 'scale', perImage: 0, once: 2 * dimensions(task.reads.x.shape).channels },
  ],
};
