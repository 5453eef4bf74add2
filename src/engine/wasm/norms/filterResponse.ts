/** Filter response norm: an instruction each way, with shares of the parameters' gradients from each image. */
import { setsPerImage } from '../../../network/norms.ts';
import { type Norm, type NormGradient, operandsOf } from '../../program/operation.ts';
import { dimensions } from '../../program/value.ts';
import { type Emit, flag, float32 } from '../instruction.ts';
import type { Places } from '../places.ts';
import { addresses, type NormLowering, written } from './lowering.ts';

const NAMES = ['x', 'gamma', 'beta', 'threshold'] as const;

function lowerForward(task: Norm, places: Places, emit: Emit): void {
  const { inverseDeviation } = operandsOf(task.writes, 'inverseDeviation');
  const { x, ...parameters } = operandsOf(task.reads, ...NAMES);
  emit('filterResponse', {
    ...{ ...addresses({ x, ...parameters }, places), ...written('y', task.writes.y, places) },
    ...{ ...dimensions(x.shape), groups: setsPerImage(task.norm, x.shape) },
    ...{ epsilon: float32(task.norm.epsilon), r: places.address(inverseDeviation), relu: flag(task.relu) },
  });
}

function lowerGradient(task: NormGradient, places: Places, emit: Emit): void {
  const { x, dy, inverseDeviation, ...parameters } = operandsOf(
    task.reads,
    ...([...NAMES, 'dy', 'inverseDeviation'] as const),
  );
  const { dx, dgamma, dbeta, dthreshold } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta', 'dthreshold');
  const { channels } = dimensions(x.shape);
  const bytes = 4 * channels * places.batch;
  const betas = places.workspace(task, 'images');
  const shares = { dbeta: betas, dgamma: betas + bytes, dthreshold: betas + 2 * bytes };
  emit('filterResponseGradient', {
    ...{ ...addresses({ x, dy, ...parameters }, places), ...written('dx', dx, places) },
    ...{ ...dimensions(x.shape), groups: setsPerImage(task.norm, x.shape), ...shares },
    ...{ r: places.address(inverseDeviation), relu: flag(task.relu), masked: flag(task.masked) },
  });
  emit('sumBatch', { values: shares.dbeta, sums: places.address(dbeta), channels }, false);
  emit('sumBatch', { values: shares.dgamma, sums: places.address(dgamma), channels }, false);
  emit('sumBatch', { values: shares.dthreshold, sums: places.address(dthreshold), channels });
}

export const filterResponse: NormLowering = {
  norm: lowerForward,
  gradient: lowerGradient,
  // Each image's shares of dbeta, dgamma and dthreshold.
  workspaces: ({ kind, reads: { x } }) =>
    kind === 'norm' ? [] : [{ part: 'images', perImage: 3 * dimensions(x.shape).channels, once: 0 }],
};
