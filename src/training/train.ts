/**
 * The training loop: epochs, a validation after each, a test at the end (two where moving statistics have not
 * settled), checkpoints, divergence. A finished run leaves a last checkpoint and the hash of its weights.
 *
 * An async generator, so that whoever drives it decides when work happens: each `next()` does one slice of about
 * SLICE_MS and yields what came of it. Not calling `next()` is a pause, `next({ steps: 1 })` is a single step,
 * `return()` is a stop, and several runs race by taking turns. Between two of them a `Run` can be asked for a checkpoint.
 */

import { sha256 } from '../data/sha256.ts';
import type { Metrics } from '../engine/engine.ts';
import type { Network } from '../network/layers.ts';
import { type Parameters, parameterSpecs } from '../network/parameters.ts';
import { type Checkpoint, type Outcome, scoreOf, type TrainingEvent } from './events.ts';
import { Run, type Slice, type TrainOptions } from './run.ts';

export type TrainingRun = AsyncGenerator<TrainingEvent, Outcome, Slice | undefined>;

/** Trains to the end. Rejects with EngineLost if the engine goes away: go on from the last checkpoint elsewhere. */
export const train = (options: TrainOptions): TrainingRun => trainOn(new Run(options));

/** As `train`, of a run that the caller keeps hold of. */
export async function* trainOn(run: Run): TrainingRun {
  let slice: Slice | undefined = yield run.report({ kind: 'training' });
  while (!run.done) {
    if (run.epochToClose !== undefined) {
      const validation = yield* run.score('validation', 'validating');
      slice = yield run.closeEpoch(validation);
      continue;
    }
    const metrics = await run.advance(slice);
    if (metrics.firstNonFinite !== undefined) return diverged(metrics, metrics.firstNonFinite);
    slice = yield run.report({ kind: 'training' });
    if (run.checkpointDue) slice = (yield checkpointEvent(await run.checkpoint())) ?? slice;
  }
  const test = yield* run.score('test', 'testing');
  const retested = run.retests && (yield* run.retest());
  const checkpoint = await run.checkpoint();
  yield checkpointEvent(checkpoint);
  const hash = await weightsSha256(run.network, checkpoint.parameters);
  return {
    kind: 'finished',
    test: scoreOf(test),
    ...(retested && (run.recalibrates ? { recalibrated: retested } : { retested })),
    ...(hash !== undefined && { weightsSha256: hash }),
  };
}

const checkpointEvent = (checkpoint: Checkpoint): TrainingEvent => ({ kind: 'checkpoint', checkpoint });

function diverged(metrics: Metrics, step: number): Outcome {
  const loss = Number.isNaN(metrics.lossSum) ? 'NaN' : 'infinite';
  return {
    kind: 'diverged',
    step,
    message: `diverged at step ${step}, loss was ${loss}: lower the learning rate`,
  };
}

/**
 * SHA-256 of all weights (moving statistics included, optimizer slots not), float32 little-endian, in the documented
 * order of `parameterSpecs`; undefined where the platform has no SHA-256 (plain http from another machine).
 */
export function weightsSha256(network: Network, parameters: Parameters): Promise<string | undefined> {
  const arrays = parameterSpecs(network).flatMap(({ name, role }) =>
    role === 'slot' ? [] : [parameters.get(name) ?? new Float32Array()],
  );
  const bytes = new Uint8Array(arrays.reduce((sum, values) => sum + values.byteLength, 0));
  let at = 0;
  for (const values of arrays) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return sha256(bytes);
}
