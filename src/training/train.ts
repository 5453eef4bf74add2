/**
 * The training loop: epochs, a validation after each, a test at the end (two where batch norm's statistics have not
 * settled), checkpoints, divergence. A finished run leaves a last checkpoint and the hash of its weights.
 *
 * An async generator, so that whoever drives it decides when work happens: each `next()` does one slice of about
 * SLICE_MS and yields what came of it. Not calling `next()` is a pause, `next({ steps: 1 })` is a single step,
 * `return()` is a stop, and several runs race by taking turns. Between two of them a `Run` can be asked for a checkpoint.
 */
import type { Metrics } from '../engine/engine.ts';
import type { Checkpoint, Outcome, TrainingEvent } from './events.ts';
import { Run, type Slice, type TrainOptions } from './run.ts';
import { scoreOf } from './sums.ts';
import { weightsSha256 } from './weightsHash.ts';

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
  const recalibrated = run.recalibrates && (yield* run.retest());
  const checkpoint = await run.checkpoint();
  yield checkpointEvent(checkpoint);
  const hash = await weightsSha256(run.network, checkpoint.parameters);
  return {
    kind: 'finished',
    test: scoreOf(test),
    ...(recalibrated && { recalibrated }),
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
