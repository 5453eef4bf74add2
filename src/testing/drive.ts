/** For tests: drives a run as its host would, and keeps all that it said. */
import { SYNTHETIC } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type {
  Checkpoint,
  CurvePoint,
  EpochResult,
  Outcome,
  Progress,
  TrainingEvent,
} from '../training/events.ts';
import type { RunRows } from '../training/run.ts';
import type { TrainingRun } from '../training/train.ts';

export const dataOf = (images: number, validation = 230, test = 310): RunRows => ({
  used: { spec: SYNTHETIC },
  subset: Uint32Array.from({ length: images }, (_, i) => 3 * i),
  validation,
  test,
  ready: async () => {},
});

export const experimentOf = (settings: Partial<Experiment>): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  ...settings,
});

export interface Told {
  readonly events: TrainingEvent[];
  readonly points: CurvePoint[];
  readonly history: EpochResult[];
  readonly progress: Progress[];
  readonly checkpoints: Checkpoint[];
  readonly outcome: Outcome | undefined;
}

/** Drives a run to its end, or until `stop` says so. */
export async function drive(run: TrainingRun, stop?: (event: TrainingEvent) => boolean): Promise<Told> {
  const events: TrainingEvent[] = [];
  let outcome: Outcome | undefined;
  for (;;) {
    const next = await run.next(undefined);
    if (next.done) outcome = next.value;
    else events.push(next.value);
    if (next.done || stop?.(next.value)) break;
  }
  return {
    events,
    points: events.flatMap((event) => (event.kind === 'progress' ? event.points : [])),
    history: events.flatMap((event) => (event.kind === 'epoch' ? [event.result] : [])),
    progress: events.flatMap((event) => (event.kind === 'progress' ? [event.progress] : [])),
    checkpoints: events.flatMap((event) => (event.kind === 'checkpoint' ? [event.checkpoint] : [])),
    outcome,
  };
}

/** All of a curve but the time that it took. */
export const timeless = (points: readonly CurvePoint[]) => points.map((point) => ({ ...point, ms: 0 }));

/** A clock that moves on by `ms` every time it is read. */
export const tickingClock = (ms: number) => {
  let now = 0;
  return () => {
    now += ms;
    return now;
  };
};
