/** Runs for tests: curves as noisy as real ones, drawn from the experiment's seed and norm. */

import type { RunResult } from '../results/runFile.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { validationCount } from '../spec/dataSpec.ts';
import { runName } from '../spec/describe.ts';
import { type Experiment, NORMS } from '../spec/experiment.ts';
import type { CurvePoint } from '../training/events.ts';

/** Mulberry32: numbers from 0 to 1. */
function uniformStream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Steps at the end of each window: as training lays them, or `evenly` one step each. */
function windowEnds(stepsPerEpoch: number, epochs: number, evenly: boolean): number[] {
  const ends: number[] = [];
  const total = stepsPerEpoch * epochs;
  const most = evenly ? 1 : 2 ** Math.ceil(Math.log2(Math.max(1, total / 400)));
  for (let step = 0; step < total; ) {
    const size = Math.min(most, 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, step) / 16))));
    const epochEnd = (Math.floor(step / stepsPerEpoch) + 1) * stepsPerEpoch;
    step = Math.min((Math.floor(step / size) + 1) * size, epochEnd);
    ends.push(step);
  }
  return ends;
}

/**
 * @param evenly one point a step, however many
 * @returns a finished run whose loss falls from 2.5 to 0.4, with the noise of batches of few images
 */
export function noisyRun(experiment: Experiment, evenly = false): RunResult {
  const { images, batch, epochs, seed, norm } = experiment;
  const stepsPerEpoch = Math.ceil(images / batch);
  const ends = windowEnds(stepsPerEpoch, epochs, evenly);
  const draw = uniformStream(1000 * seed + NORMS.indexOf(norm));
  // The sum of twelve uniform numbers is near enough to a normal one.
  const normal = (): number => Array.from({ length: 12 }, draw).reduce((sum, u) => sum + u, -6);
  const points: CurvePoint[] = [];
  for (const step of ends) {
    const epoch = Math.floor(step / stepsPerEpoch);
    const seen = epoch * images + (step % stepsPerEpoch) * batch;
    const size = seen - (points.at(-1)?.images ?? 0);
    const trend = 0.4 + 2.1 * Math.exp(-seen / 2000);
    const loss = trend * Math.exp((1.2 * normal()) / Math.sqrt(size));
    const share = 0.85 - 0.75 * Math.exp(-seen / 2000);
    const correct = Math.round(share * size + normal() * Math.sqrt(size * share * (1 - share)));
    const acc = Math.min(size, Math.max(0, correct)) / size;
    points.push({ images: seen, step, ms: 1.37 * seen + 40, loss, acc });
  }
  const scored = validationCount(images, SYNTHETIC);
  return {
    name: runName(experiment),
    experiment,
    history: Array.from({ length: epochs }, (_, i) => ({
      epoch: i + 1,
      images: (i + 1) * images,
      loss: (1.1 + draw() / 9) / (i + 1.3),
      acc: Math.round((images * (i + 4)) / (i + 6)) / images,
      val_loss: (1.05 + draw() / 9) / (i + 1.4),
      val_acc: Math.round((scored * (i + 5)) / (i + 7)) / scored,
    })),
    points,
    outcome: {
      kind: 'finished',
      test: { loss: 0.4567890123 + seed / 1e5, acc: 8549 / SYNTHETIC.counts.test },
    },
    engine: 'CPU (WASM relaxed SIMD) · 2 threads',
    threads: 2,
    seconds: 123.45,
    weightsSha256: Array.from({ length: 64 }, () => Math.floor(16 * draw()).toString(16)).join(''),
  };
}
