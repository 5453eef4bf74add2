/** Batch normalization in three instructions each way, between which all threads meet, on the minibatch's statistics or on estimated ones. */
import { type Norm, type NormGradient, type NormInference, operandsOf } from '../../program/operation.ts';
import { dimensions } from '../../program/value.ts';
import { isVector } from '../copies.ts';
import { type Emit, flag, float32 } from '../instruction.ts';
import type { Places } from '../places.ts';
import { addresses, type NormLowering, statisticsOf, written } from './lowering.ts';

type Size = Record<'height' | 'width' | 'channels', number>;

export const pixelsOf = ({ height, width }: Size): number => height * width;

function lowerForward(task: Norm, places: Places, emit: Emit): void {
  const { epsilon, momentum = 1 } = task.norm;
  const { x, gamma, beta } = operandsOf(task.reads, 'x', 'gamma', 'beta');
  const { y } = task.writes;
  const own = statisticsOf(operandsOf(task.writes, 'mean', 'inverseDeviation'), places);
  const extent = dimensions(x.shape);
  const { channels } = extent;
  const settings = { epsilon: float32(epsilon), momentum: float32(momentum) };
  const moved = movedBy(task, channels, places);
  const affine = addresses({ gamma, beta }, places);
  if (isVector(x) && !task.norm.estimated) {
    const ends = { x: places.address(x), y: places.address(y), channels, relu: flag(task.relu) };
    emit('vectorBatchNorm', { ...ends, ...affine, ...settings, ...own, ...moved });
    return;
  }
  const pixels = pixelsOf(extent);
  const means = places.workspace(task, 'images');
  const squares = means + 4 * channels * places.batch;
  emit('batchMoments', { x: places.address(x), pixels, channels, means, squares });
  const joined = { pixels, channels, means, squares, ...settings, ...own };
  if (task.norm.estimated) {
    const { movingMean, movingVariance } = operandsOf(task.reads, 'movingMean', 'movingVariance');
    emit('estimateStatistics', {
      ...{ ...joined, ...addresses({ movingMean, movingVariance }, places) },
      ...{ movedMean: moved.movingMean, movedVariance: moved.movingVariance },
    });
  } else emit('batchStatistics', { ...joined, ...moved });
  emit('batchNormalize', {
    ...{ x: places.address(x), ...written('y', y, places), ...extent },
    ...{ ...own, ...affine, relu: flag(task.relu) },
  });
}

/** Where the moving statistics go: the state, or a place for some that nobody looks at. */
export function movedBy(
  task: Norm,
  channels: number,
  places: Places,
): Record<'movingMean' | 'movingVariance', number> {
  const { movingMean, movingVariance } = task.writes;
  if (movingMean && movingVariance) return addresses({ movingMean, movingVariance }, places);
  const unused = places.workspace(task, 'moving');
  return { movingMean: unused, movingVariance: unused + 4 * channels };
}

function lowerInference(task: NormInference, places: Places, emit: Emit): void {
  const { x, gamma, beta } = operandsOf(task.reads, 'x', 'gamma', 'beta');
  const { movingMean, movingVariance } = operandsOf(task.reads, 'movingMean', 'movingVariance');
  const { y, inverseDeviation } = operandsOf(task.writes, 'y', 'inverseDeviation');
  const extent = dimensions(x.shape);
  const { mean, r } = statisticsOf({ mean: movingMean, inverseDeviation }, places);
  const variance = places.address(movingVariance);
  emit('inverseDeviation', { variance, channels: extent.channels, epsilon: float32(task.norm.epsilon), r });
  emit('batchNormalize', {
    ...{ ...addresses({ x, gamma, beta }, places), ...written('y', y, places), ...extent },
    ...{ mean, r, relu: flag(task.relu) },
  });
}

function lowerGradient(task: NormGradient, places: Places, emit: Emit): void {
  const { x, dy, gamma, beta } = operandsOf(task.reads, 'x', 'dy', 'gamma', 'beta');
  const { dx, dgamma, dbeta } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta');
  // Fixed statistics leave no near cancellation in dx: vectors go the way of images.
  if (isVector(x) && !task.fixed) {
    emit('vectorBatchNormGradient', {
      ...{
        ...addresses({ x, dx, dy, gamma, beta, dgamma, dbeta }, places),
        epsilon: float32(task.norm.epsilon),
      },
      ...{ channels: dimensions(x.shape).channels, relu: flag(task.relu), masked: flag(task.masked) },
    });
    return;
  }
  lowerBatchGradient(task, addresses({ gamma, beta }, places), places, emit);
}

/**
 * In images.
 * @param affine addresses of what x̂ was multiplied by, and of what was added
 * @param more what is to be done of each channel once its share of dgamma and dbeta is known
 */
export function lowerBatchGradient(
  task: NormGradient,
  affine: Record<'gamma' | 'beta', number>,
  places: Places,
  emit: Emit,
  more?: () => void,
): void {
  const { x, dy } = operandsOf(task.reads, 'x', 'dy');
  const { dx, dgamma, dbeta } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta');
  const extent = dimensions(x.shape);
  const { channels } = extent;
  const pixels = pixelsOf(extent);
  const bytes = 4 * channels;
  const sums = places.workspace(task, 'images');
  const products = sums + bytes * places.batch;
  const constants = products + bytes * places.batch;
  const shares = { sums, products };
  const lines = { a: constants, b: constants + bytes, d: constants + 2 * bytes };
  const statistics = statisticsOf(operandsOf(task.reads, 'mean', 'inverseDeviation'), places);
  emit('batchProducts', {
    ...{ ...addresses({ x, dy }, places), ...affine, pixels, channels },
    ...{ ...statistics, relu: flag(task.relu), ...shares },
  });
  // A thread has the same channels in both.
  emit(
    'batchCoefficients',
    {
      ...{ pixels, channels, ...shares, r: statistics.r, gamma: affine.gamma },
      ...{ ...addresses({ dgamma, dbeta }, places), ...lines, fixed: flag(task.fixed) },
    },
    more === undefined,
  );
  more?.();
  emit('batchGradient', {
    ...{ ...addresses({ x, dy }, places), ...written('dx', dx, places), ...extent },
    ...{ mean: statistics.mean, ...lines, masked: flag(task.masked) },
  });
}

export const byMinibatch: NormLowering = {
  norm: lowerForward,
  inference: lowerInference,
  gradient: lowerGradient,
  workspaces(task) {
    const { x } = task.reads;
    const { channels } = dimensions(x.shape);
    // Each image's shares of dgamma and dbeta, and the constants of dx, three a channel.
    if (task.kind === 'norm-gradient')
      return [{ part: 'images', perImage: 2 * channels, once: 3 * channels }];
    return [
      ...(isVector(x) && !task.norm.estimated ? [] : [{ part: 'images', perImage: 2 * channels, once: 0 }]),
      // The kernels always move statistics: here some that nobody looks at.
      ...(task.writes.movingMean ? [] : [{ part: 'moving', perImage: 0, once: 2 * channels }]),
    ];
  },
};
