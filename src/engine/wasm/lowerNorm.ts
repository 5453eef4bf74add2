/** The instructions of normalization: one within images, or batch norm's three, between which all threads meet. */
import type { Norm, NormGradient, NormInference } from '../program/operation.ts';
import type { Tensor } from '../program/tensor.ts';
import { type Emit, float32 } from './instruction.ts';
import { type Layout, layoutAt } from './layout.ts';

/** Where tensors are. */
type Addresses = (tensor: Tensor) => number;

const flag = (value: boolean): number => (value ? 1 : 0);

export function lowerNorm(
  operation: Norm | NormInference | NormGradient,
  at: Addresses,
  batch: number,
  emit: Emit,
): void {
  if (operation.kind === 'norm-inference') lowerInference(operation, at, emit);
  else if (operation.kind === 'norm') {
    if (operation.norm.kind === 'batch') lowerBatch(operation, at, batch, emit);
    else lowerImage(operation, at, emit);
  } else if (operation.norm.kind === 'batch') lowerBatchGradient(operation, at, batch, emit);
  else lowerImageGradient(operation, at, batch, emit);
}

/** Groups of channels, and whether the mean is taken off. */
function grouping({ norm, reads: { x } }: Norm | NormGradient): { groups: number; centred: boolean } {
  switch (norm.kind) {
    case 'group':
    case 'group-as-published':
      return { groups: norm.groups, centred: true };
    case 'instance':
      return { groups: x.shape.at(-1) ?? 1, centred: true };
    case 'layer':
    case 'rms':
      return { groups: 1, centred: norm.kind === 'layer' };
    case 'batch':
      throw new Error('batch norm has no groups');
    default:
      return norm satisfies never;
  }
}

/** The written end of a norm, and the extent of an image. */
const written = (y: Layout): number[] => [y.inner, y.image, y.row, y.height, y.width, y.channels];

/** Whether there is but one pixel: the output of a dense layer, whose few values are normalized in float64. */
const isVector = ({ height, width }: Layout): boolean => height * width === 1;

/** What vectorNorm and its gradient begin with. */
function vectorNorm(operation: Norm | NormGradient, x: number, to: Layout, at: Addresses): number[] {
  const { groups, centred } = grouping(operation);
  const { gamma, beta } = operation.reads;
  const settings = [groups, float32(operation.norm.epsilon), flag(centred)];
  return [x, to.inner, to.channels, ...settings, at(gamma), at(beta), flag(operation.relu)];
}

function lowerImage(operation: Norm, at: Addresses, emit: Emit): void {
  const { x, gamma, beta } = operation.reads;
  const { y, mean, inverseDeviation } = operation.writes;
  const { groups, centred } = grouping(operation);
  const to = layoutAt(y, at(y));
  if (isVector(to)) {
    emit('vectorNorm', vectorNorm(operation, at(x), to, at));
    return;
  }
  emit(operation.norm.kind === 'group-as-published' ? 'bandNorm' : 'imageNorm', [
    at(x),
    ...written(to),
    ...[groups, float32(operation.norm.epsilon), flag(centred)],
    ...[at(gamma), at(beta), at(mean), at(inverseDeviation), flag(operation.relu)],
  ]);
}

function lowerImageGradient(operation: NormGradient, at: Addresses, batch: number, emit: Emit): void {
  const { x, dy, gamma, beta, mean, inverseDeviation } = operation.reads;
  const { dx, dgamma, dbeta, work } = operation.writes;
  const { groups, centred } = grouping(operation);
  const channels = dgamma.buffer.once;
  const betaShares = at(work);
  const gammaShares = betaShares + 4 * channels * batch;
  const to = layoutAt(dx, at(dx));
  if (isVector(to)) {
    const shares = [at(dy), flag(operation.masked), betaShares, gammaShares];
    emit('vectorNormGradient', [...vectorNorm(operation, at(x), to, at), ...shares]);
  } else {
    emit(operation.norm.kind === 'group-as-published' ? 'bandNormGradient' : 'imageNormGradient', [
      at(x),
      ...written(to),
      ...[groups, at(dy), flag(centred), at(gamma), at(beta), at(mean), at(inverseDeviation)],
      ...[flag(operation.relu), flag(operation.masked), betaShares, gammaShares],
    ]);
  }
  emit('sumBatch', [betaShares, channels, at(dbeta)], false);
  emit('sumBatch', [gammaShares, channels, at(dgamma)]);
}

function lowerBatch(operation: Norm, at: Addresses, batch: number, emit: Emit): void {
  const { norm, moving } = operation;
  if (norm.kind !== 'batch' || !moving) throw new Error('batch norm needs moving statistics');
  const { x, gamma, beta } = operation.reads;
  const { y, mean, inverseDeviation, work } = operation.writes;
  const to = layoutAt(y, at(y));
  const pixels = to.height * to.width;
  if (isVector(to)) {
    const settings = [float32(norm.epsilon), float32(norm.momentum)];
    const statistics = [at(mean), at(inverseDeviation), at(moving.mean), at(moving.variance)];
    const affine = [at(gamma), at(beta)];
    const values = [at(x), to.inner, to.channels, ...affine, ...settings, ...statistics];
    emit('vectorBatchNorm', [...values, flag(operation.relu)]);
    return;
  }
  const means = at(work);
  const squares = means + 4 * to.channels * batch;
  emit('batchMoments', [at(x), pixels, to.channels, means, squares]);
  emit('batchStatistics', [
    ...[pixels, to.channels, means, squares, float32(norm.epsilon), float32(norm.momentum)],
    ...[at(mean), at(inverseDeviation), at(moving.mean), at(moving.variance)],
  ]);
  const constants = [at(mean), at(inverseDeviation), at(gamma), at(beta)];
  emit('batchNormalize', [at(x), ...written(to), ...constants, flag(operation.relu)]);
}

function lowerInference(operation: NormInference, at: Addresses, emit: Emit): void {
  const { x, gamma, beta, mean, variance } = operation.reads;
  const { y, inverseDeviation } = operation.writes;
  const to = layoutAt(y, at(y));
  const r = at(inverseDeviation);
  emit('inverseDeviation', [at(variance), to.channels, float32(operation.epsilon), r]);
  const constants = [at(mean), r, at(gamma), at(beta)];
  emit('batchNormalize', [at(x), ...written(to), ...constants, flag(operation.relu)]);
}

function lowerBatchGradient(operation: NormGradient, at: Addresses, batch: number, emit: Emit): void {
  const { x, dy, gamma, beta, mean, inverseDeviation } = operation.reads;
  const { dx, dgamma, dbeta, work } = operation.writes;
  const to = layoutAt(dx, at(dx));
  const pixels = to.height * to.width;
  const frozen = operation.norm.kind === 'batch' && operation.norm.frozen;
  // Frozen statistics leave no near cancellation in dx: vectors go the way of images.
  if (isVector(to) && !frozen) {
    const affine = [at(gamma), at(beta), float32(operation.norm.epsilon), at(dgamma), at(dbeta)];
    const flags = [flag(operation.relu), flag(operation.masked)];
    emit('vectorBatchNormGradient', [at(x), to.inner, to.channels, at(dy), ...affine, ...flags]);
    return;
  }
  const bytes = 4 * to.channels;
  const sums = at(work);
  const products = sums + bytes * batch;
  const [a, b, d] = [0, 1, 2].map((i) => products + bytes * (batch + i)) as [number, number, number];
  const r = at(inverseDeviation);
  const statistics = [at(mean), r, at(gamma), at(beta), flag(operation.relu)];
  emit('batchProducts', [at(x), at(dy), pixels, to.channels, ...statistics, sums, products]);
  const shares = [sums, products, r, at(gamma), at(dbeta), at(dgamma)];
  emit('batchCoefficients', [pixels, to.channels, ...shares, a, b, d, flag(frozen)]);
  emit('batchGradient', [at(x), ...written(to), at(mean), at(dy), a, b, d, flag(operation.masked)]);
}
