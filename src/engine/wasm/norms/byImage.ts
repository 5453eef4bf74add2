/** Normalization within images, over groups of channels, bands of rows or a pixel's channels: one instruction each way. */
import { descriptionOf, setsPerImage } from '../../../network/norms.ts';
import { type Norm, type NormGradient, operandsOf } from '../../program/operation.ts';
import { dimensions } from '../../program/value.ts';
import { isVector } from '../copies.ts';
import { type Arguments, type Emit, flag, float32 } from '../instruction.ts';
import type { Places } from '../places.ts';
import { addresses, type NormLowering, statisticsOf, written } from './lowering.ts';

/** Groups of channels, and whether the mean is taken off. */
function grouping({ norm, reads: { x } }: Norm | NormGradient): { groups: number; centred: number } {
  const { statistics } = descriptionOf(norm);
  if (statistics?.images !== 'each') throw new Error(`${norm.kind} has no statistics within images`);
  return { groups: setsPerImage(norm, x.shape), centred: flag(statistics.mean) };
}

/** The kernel for images with more than a pixel. */
function kernelOf({ norm }: Norm | NormGradient): 'imageNorm' | 'bandNorm' | 'pixelNorm' {
  const { statistics } = descriptionOf(norm);
  if (statistics?.pixels === 'each') return 'pixelNorm';
  return statistics?.channels === 'bands' ? 'bandNorm' : 'imageNorm';
}

/** What vectorNorm and its gradient begin with. */
function vectorValues(task: Norm | NormGradient, places: Places): Omit<Arguments<'vectorNorm'>, 'y'> {
  const { x, gamma, beta } = operandsOf(task.reads, 'x', 'gamma', 'beta');
  const settings = { ...grouping(task), epsilon: float32(task.norm.epsilon), relu: flag(task.relu) };
  return { ...addresses({ x, gamma, beta }, places), channels: dimensions(x.shape).channels, ...settings };
}

function lowerForward(task: Norm, places: Places, emit: Emit): void {
  const { x, gamma, beta } = operandsOf(task.reads, 'x', 'gamma', 'beta');
  const { y } = task.writes;
  if (isVector(x)) {
    emit('vectorNorm', { ...vectorValues(task, places), y: places.address(y) });
    return;
  }
  emit(kernelOf(task), {
    ...{ ...addresses({ x, gamma, beta }, places), ...written('y', y, places), ...dimensions(x.shape) },
    ...{ ...grouping(task), epsilon: float32(task.norm.epsilon), relu: flag(task.relu) },
    ...statisticsOf(operandsOf(task.writes, 'mean', 'inverseDeviation'), places),
  });
}

function lowerGradient(task: NormGradient, places: Places, emit: Emit): void {
  const { x, dy, gamma, beta } = operandsOf(task.reads, 'x', 'dy', 'gamma', 'beta');
  const statistics = operandsOf(task.reads, 'mean', 'inverseDeviation');
  const { dx, dgamma, dbeta } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta');
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
    emit(`${kernelOf(task)}Gradient`, {
      ...{
        ...addresses({ x, dy, gamma, beta }, places),
        ...written('dx', dx, places),
        ...dimensions(x.shape),
      },
      ...{ ...grouping(task), ...statisticsOf(statistics, places) },
      ...{ relu: flag(task.relu), masked: flag(task.masked), ...shares },
    });
  }
  emit('sumBatch', { values: shares.dbeta, sums: places.address(dbeta), channels }, false);
  emit('sumBatch', { values: shares.dgamma, sums: places.address(dgamma), channels });
}

export const byImage: NormLowering = {
  norm: lowerForward,
  gradient: lowerGradient,
  // Each image's shares of dgamma and dbeta.
  workspaces: ({ kind, reads: { x } }) =>
    kind === 'norm' ? [] : [{ part: 'images', perImage: 2 * dimensions(x.shape).channels, once: 0 }],
};
