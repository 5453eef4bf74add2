/** Made-up runs for tests of what comes of runs. */
import type { RunResult } from '../results/runFile.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { Fork } from '../training/events.ts';

/** A finished run with this test accuracy and a curve of three points; statistics without momentum are settled. */
export function finishedRun(
  accuracy: number,
  settings: Partial<Experiment> = {},
  rest: {
    readonly fork?: Fork;
    readonly weightsSha256?: string;
    /** What it gets with recalibrated statistics. */
    readonly recalibrated?: number;
  } = {},
): RunResult {
  const experiment = { ...DEFAULT_EXPERIMENT, images: 300, batch: 100, epochs: 1, momentum: 0, ...settings };
  const { weightsSha256 = null } = rest;
  return {
    name: 'made up',
    experiment,
    ...(rest.fork && { fork: rest.fork }),
    history: [{ epoch: 1, images: 300, loss: 1, acc: 0.5, val_loss: 0.75, val_acc: 0.625 }],
    points: [2, 1.5, 1].map((loss, i) => ({
      images: 100 * (i + 1),
      step: i + 1,
      ms: 10 * (i + 1),
      loss,
      acc: 0.25 * (i + 1),
    })),
    outcome: {
      kind: 'finished',
      test: { loss: 0.5, acc: accuracy },
      ...(rest.recalibrated !== undefined && {
        recalibrated: { test: { loss: 0.25, acc: rest.recalibrated }, images: 300 },
      }),
      ...(weightsSha256 !== null && { weightsSha256 }),
    },
    engine: 'CPU (WASM SIMD) · 1 thread',
    threads: 1,
    seconds: 2.5,
    weightsSha256,
  };
}

/** A run whose loss became NaN at its second step. */
export function divergedRun(settings: Partial<Experiment> = {}): RunResult {
  const run = finishedRun(0, settings);
  return {
    ...run,
    history: [],
    points: run.points.slice(0, 1),
    outcome: {
      kind: 'diverged',
      step: 2,
      message: 'diverged at step 2, loss was NaN: lower the learning rate',
    },
  };
}
