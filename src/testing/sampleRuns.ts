/** Runs and weights for the tests of this room. */

import { SYNTHETIC } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { SavedRun } from '../storage/archive.ts';
import type { Checkpoint, CurvePoint } from '../training/events.ts';

const pointAt = (step: number): CurvePoint => ({
  images: 2 * step,
  step,
  ms: 7.5 * step,
  loss: 2.3 / step,
  acc: 0.1 * step,
});

export const sampleRun = (id: string, part: Partial<SavedRun> = {}): SavedRun => ({
  id,
  experiment: DEFAULT_EXPERIMENT,
  name: `Run ${id}`,
  notes: '',
  origin: 'here',
  colour: 0,
  visible: true,
  outcome: { kind: 'interrupted' },
  points: [1, 2, 3].map(pointAt),
  history: [],
  ...part,
});

export const sampleCheckpoint = (step: number, weight = step): Checkpoint => ({
  step,
  origin: { step: 1, images: 2 },
  data: { spec: SYNTHETIC },
  history: [],
  points: Array.from({ length: step }, (_, i) => pointAt(i + 1)),
  epochSums: { images: 2 * step, lossSum: 3.5, correct: 1 },
  windowSums: { images: 0, lossSum: 0, correct: 0 },
  trainedMs: 7.5 * step,
  parameters: new Map([
    ['conv1/kernel', new Float32Array([weight, 0.25])],
    ['conv1/kernel:adam/m', new Float32Array([1e-9, -0])],
  ]),
});
