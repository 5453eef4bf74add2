/** Runs that nobody trained, for tests and for looking at a report: smooth curves towards the test score given. */
import type { RunResult } from '../results/runFile.ts';
import { runName } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { EpochResult, Fork } from '../training/events.ts';

const POINTS = 60;

/** Rises from a tenth (chance) towards `end`, with a wobble that follows the seed. */
function accuracyAt(share: number, end: number, seed: number): number {
  const wobble = 0.02 * Math.sin(40 * share + 2.4 * seed) * (1 - 0.7 * share);
  return Math.min(1, Math.max(0, 0.1 + (end - 0.1) * (1 - Math.exp(-6 * share)) + wobble));
}

const lossOf = (acc: number): number => -Math.log(Math.max(1e-3, acc)) * 1.1;

/** @param testAcc a fraction */
export function madeUpRun(
  settings: Partial<Experiment>,
  testAcc: number,
  changes: Partial<RunResult> = {},
): RunResult {
  const experiment = { ...DEFAULT_EXPERIMENT, ...settings };
  const { seed, images, epochs, batch } = experiment;
  const total = images * epochs;
  const points = Array.from({ length: POINTS }, (_, i) => {
    const share = (i + 1) / POINTS;
    const acc = accuracyAt(share, testAcc, seed);
    const seen = Math.round(share * total);
    return { images: seen, step: Math.ceil(seen / batch), ms: 3 * seen, loss: lossOf(acc), acc };
  });
  const history = Array.from({ length: epochs }, (_, i): EpochResult => {
    const acc = accuracyAt((i + 0.5) / epochs, testAcc, seed);
    const val_acc = accuracyAt((i + 1) / epochs, testAcc, seed + 0.5);
    return {
      epoch: i + 1,
      images: (i + 1) * images,
      loss: lossOf(acc),
      acc,
      val_loss: lossOf(val_acc),
      val_acc,
    };
  });
  return {
    name: runName(experiment),
    experiment,
    history,
    points,
    outcome: { kind: 'finished', test: { loss: lossOf(testAcc), acc: testAcc } },
    engine: 'CPU (WASM relaxed SIMD) · 2 threads',
    threads: 2,
    seconds: 0.003 * total,
    weightsSha256: '3fb1'.repeat(16),
    ...changes,
  };
}

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
