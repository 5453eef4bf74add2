/** Dynamic tanh: value by value, with shares of the parameters' gradients from each image. */
import { type Norm, type NormGradient, operandsOf } from '../../program/operation.ts';
import { dimensions } from '../../program/value.ts';
import { type Emit, flag } from '../instruction.ts';
import type { Places } from '../places.ts';
import { addresses, type NormLowering, written } from './lowering.ts';

function lowerForward(task: Norm, places: Places, emit: Emit): void {
  const { x, gamma, beta, alpha } = operandsOf(task.reads, 'x', 'gamma', 'beta', 'alpha');
  emit('dynamicTanh', {
    ...{ ...addresses({ x, gamma, beta, alpha }, places), ...written('y', task.writes.y, places) },
    ...{ ...dimensions(x.shape), relu: flag(task.relu) },
  });
}

function lowerGradient(task: NormGradient, places: Places, emit: Emit): void {
  const { x, dy, gamma, beta, alpha } = operandsOf(task.reads, 'x', 'dy', 'gamma', 'beta', 'alpha');
  const { dx, dgamma, dbeta, dalpha } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta', 'dalpha');
  const { channels } = dimensions(x.shape);
  const bytes = 4 * channels * places.batch;
  const betas = places.workspace(task, 'images');
  const shares = { dbeta: betas, dgamma: betas + bytes, dalpha: betas + 2 * bytes };
  emit('dynamicTanhGradient', {
    ...{ ...addresses({ x, dy, gamma, beta, alpha }, places), ...written('dx', dx, places) },
    ...{ ...dimensions(x.shape), relu: flag(task.relu), masked: flag(task.masked), ...shares },
  });
  emit('sumBatch', { values: shares.dbeta, sums: places.address(dbeta), channels }, false);
  emit('sumBatch', { values: shares.dgamma, sums: places.address(dgamma), channels }, false);
  emit('sumBatch', { values: shares.dalpha, sums: places.address(dalpha), channels: 1 });
}

export const dynamicTanh: NormLowering = {
  norm: lowerForward,
  gradient: lowerGradient,
  // Each image's shares of dbeta, dgamma and dalpha.
  workspaces: ({ kind, reads: { x } }) =>
    kind === 'norm' ? [] : [{ part: 'images', perImage: 2 * dimensions(x.shape).channels + 1, once: 0 }],
};
