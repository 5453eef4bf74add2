/** The instructions of normalization: one within images, or batch norm's three, between which all threads meet. */
import type { Norm, NormGradient, NormInference } from '../program/operation.ts';
import { dimensions, type Value } from '../program/value.ts';
import { isVector } from './copies.ts';
import { type Arguments, type Emit, flag, float32 } from './instruction.ts';
import { layoutAt } from './layout.ts';
import { type Places, strides } from './places.ts';

export function lowerNorm(task: Norm | NormInference | NormGradient, places: Places, emit: Emit): void {
  if (task.kind === 'norm-inference') lowerInference(task, places, emit);
  else if (task.kind === 'norm') {
    if (task.norm.kind === 'batch') lowerBatch(task, places, emit);
    else lowerImage(task, places, emit);
  } else if (task.norm.kind === 'batch') lowerBatchGradient(task, places, emit);
  else lowerImageGradient(task, places, emit);
}

/** Groups of channels, and whether the mean is taken off. */
function grouping({ norm, reads: { x } }: Norm | NormGradient): { groups: number; centred: number } {
  switch (norm.kind) {
    case 'group':
    case 'group-as-published':
      return { groups: norm.groups, centred: 1 };
    case 'instance':
      return { groups: x.shape.at(-1) ?? 1, centred: 1 };
    case 'layer':
    case 'rms':
      return { groups: 1, centred: flag(norm.kind === 'layer') };
    case 'batch':
      throw new Error('batch norm has no groups');
    default:
      return norm satisfies never;
  }
}

type Size = Record<'height' | 'width' | 'channels', number>;

/** Where a norm writes. */
function written<Name extends string>(name: Name, value: Value, places: Places) {
  return strides(name, layoutAt(value, places.address(value), places.borderOf(value)));
}

/** Addresses, by name. */
function addresses<Name extends string>(values: Record<Name, Value>, places: Places): Record<Name, number> {
  const found: Partial<Record<Name, number>> = {};
  for (const name in values) found[name] = places.address(values[name]);
  return found as Record<Name, number>;
}

/** The statistics by the names that kernels have for them. */
function statisticsOf(mean: Value, inverseDeviation: Value, places: Places): { mean: number; r: number } {
  return { mean: places.address(mean), r: places.address(inverseDeviation) };
}

/** What vectorNorm and its gradient begin with. */
function vectorValues(task: Norm | NormGradient, places: Places): Omit<Arguments<'vectorNorm'>, 'y'> {
  const { x, gamma, beta } = task.reads;
  const settings = { ...grouping(task), epsilon: float32(task.norm.epsilon), relu: flag(task.relu) };
  return { ...addresses({ x, gamma, beta }, places), channels: dimensions(x.shape).channels, ...settings };
}

function lowerImage(task: Norm, places: Places, emit: Emit): void {
  const { x, gamma, beta } = task.reads;
  const { y, mean, inverseDeviation } = task.writes;
  if (isVector(x)) {
    emit('vectorNorm', { ...vectorValues(task, places), y: places.address(y) });
    return;
  }
  emit(task.norm.kind === 'group-as-published' ? 'bandNorm' : 'imageNorm', {
    ...{ ...addresses({ x, gamma, beta }, places), ...written('y', y, places), ...dimensions(x.shape) },
    ...{ ...grouping(task), epsilon: float32(task.norm.epsilon), relu: flag(task.relu) },
    ...statisticsOf(mean, inverseDeviation, places),
  });
}

function lowerImageGradient(task: NormGradient, places: Places, emit: Emit): void {
  const { x, dy, gamma, beta, mean, inverseDeviation } = task.reads;
  const { dx, dgamma, dbeta } = task.writes;
  const { channels } = dimensions(x.shape);
  // Each image's shares.
  const betas = places.workspace(task, 'images');
  const shares = { dbeta: betas, dgamma: betas + 4 * channels * places.batch };
  if (isVector(x)) {
    emit('vectorNormGradient', {
      ...{ ...vectorValues(task, places), dx: places.address(dx), dy: places.address(dy) },
      ...{ masked: flag(task.masked), ...shares },
    });
  } else {
    emit(task.norm.kind === 'group-as-published' ? 'bandNormGradient' : 'imageNormGradient', {
      ...{
        ...addresses({ x, dy, gamma, beta }, places),
        ...written('dx', dx, places),
        ...dimensions(x.shape),
      },
      ...{ ...grouping(task), ...statisticsOf(mean, inverseDeviation, places) },
      ...{ relu: flag(task.relu), masked: flag(task.masked), ...shares },
    });
  }
  emit('sumBatch', { values: shares.dbeta, sums: places.address(dbeta), channels }, false);
  emit('sumBatch', { values: shares.dgamma, sums: places.address(dgamma), channels });
}

const pixelsOf = ({ height, width }: Size): number => height * width;

function lowerBatch(task: Norm, places: Places, emit: Emit): void {
  const { norm } = task;
  if (norm.kind !== 'batch') throw new Error(`${norm.kind} norm has no moving statistics`);
  const { x, gamma, beta } = task.reads;
  const { y, mean, inverseDeviation } = task.writes;
  const extent = dimensions(x.shape);
  const { channels } = extent;
  const settings = { epsilon: float32(norm.epsilon), momentum: float32(norm.momentum) };
  const statistics = { ...statisticsOf(mean, inverseDeviation, places), ...movingOf(task, channels, places) };
  const affine = addresses({ gamma, beta }, places);
  if (isVector(x)) {
    const ends = { x: places.address(x), y: places.address(y), channels, relu: flag(task.relu) };
    emit('vectorBatchNorm', { ...ends, ...affine, ...settings, ...statistics });
    return;
  }
  const pixels = pixelsOf(extent);
  const means = places.workspace(task, 'images');
  const squares = means + 4 * channels * places.batch;
  emit('batchMoments', { x: places.address(x), pixels, channels, means, squares });
  emit('batchStatistics', { pixels, channels, means, squares, ...settings, ...statistics });
  emit('batchNormalize', {
    ...{ x: places.address(x), ...written('y', y, places), ...extent },
    ...{ ...statisticsOf(mean, inverseDeviation, places), ...affine, relu: flag(task.relu) },
  });
}

/** The moving statistics, or a place for some that nobody looks at. */
function movingOf(
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
  const { x, gamma, beta, movingMean, movingVariance } = task.reads;
  const { y, inverseDeviation } = task.writes;
  const extent = dimensions(x.shape);
  const { mean, r } = statisticsOf(movingMean, inverseDeviation, places);
  const variance = places.address(movingVariance);
  emit('inverseDeviation', { variance, channels: extent.channels, epsilon: float32(task.epsilon), r });
  emit('batchNormalize', {
    ...{ ...addresses({ x, gamma, beta }, places), ...written('y', y, places), ...extent },
    ...{ mean, r, relu: flag(task.relu) },
  });
}

function lowerBatchGradient(task: NormGradient, places: Places, emit: Emit): void {
  const { x, dy, gamma, beta, mean, inverseDeviation } = task.reads;
  const { dx, dgamma, dbeta } = task.writes;
  const extent = dimensions(x.shape);
  const { channels } = extent;
  const flags = { relu: flag(task.relu), masked: flag(task.masked) };
  const gradients = addresses({ dgamma, dbeta }, places);
  // Fixed statistics leave no near cancellation in dx: vectors go the way of images.
  if (isVector(x) && !task.fixed) {
    emit('vectorBatchNormGradient', {
      ...{ ...addresses({ x, dx, dy, gamma, beta }, places), channels, ...gradients, ...flags },
      epsilon: float32(task.norm.epsilon),
    });
    return;
  }
  const pixels = pixelsOf(extent);
  const bytes = 4 * channels;
  const sums = places.workspace(task, 'images');
  const products = sums + bytes * places.batch;
  const constants = products + bytes * places.batch;
  const shares = { sums, products };
  const lines = { a: constants, b: constants + bytes, d: constants + 2 * bytes };
  const statistics = statisticsOf(mean, inverseDeviation, places);
  emit('batchProducts', {
    ...{ ...addresses({ x, dy, gamma, beta }, places), pixels, channels },
    ...{ ...statistics, relu: flags.relu, ...shares },
  });
  emit('batchCoefficients', {
    ...{ pixels, channels, ...shares, r: statistics.r, gamma: places.address(gamma) },
    ...{ ...gradients, ...lines, fixed: flag(task.fixed) },
  });
  emit('batchGradient', {
    ...{ ...addresses({ x, dy }, places), ...written('dx', dx, places), ...extent },
    ...{ mean: statistics.mean, ...lines, masked: flags.masked },
  });
}
