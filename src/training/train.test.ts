import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { Checkpoint, CurvePoint, EpochResult, Outcome, Progress, TrainingEvent } from './events.ts';
import { FakeTrainer } from './fakeTrainer.ts';
import { paceOf } from './pace.ts';
import type { RunData } from './run.ts';
import { imagesAfter, scheduleOf, windowEnd } from './schedule.ts';
import { type TrainingRun, train } from './train.ts';

const dataOf = (images: number, validation = 230, test = 310): RunData => ({
  subset: Uint32Array.from({ length: images }, (_, i) => 3 * i),
  validation,
  test,
  ready: async () => {},
});

const experimentOf = (settings: Partial<Experiment>): Experiment => ({ ...DEFAULT_EXPERIMENT, ...settings });

interface Told {
  readonly points: CurvePoint[];
  readonly history: EpochResult[];
  readonly progress: Progress[];
  readonly checkpoints: Checkpoint[];
  readonly outcome: Outcome | undefined;
}

/** Drives a run to its end, or until `stop` says so. */
async function drive(run: TrainingRun, stop?: (event: TrainingEvent) => boolean): Promise<Told> {
  const points: CurvePoint[] = [];
  const history: EpochResult[] = [];
  const progress: Progress[] = [];
  const checkpoints: Checkpoint[] = [];
  for (;;) {
    const next = await run.next(undefined);
    if (next.done) return { points, history, progress, checkpoints, outcome: next.value };
    const event = next.value;
    if (event.kind === 'progress') {
      points.push(...event.points);
      progress.push(event.progress);
    } else if (event.kind === 'epoch') history.push(event.result);
    else checkpoints.push(event.checkpoint);
    if (stop?.(event)) return { points, history, progress, checkpoints, outcome: undefined };
  }
}

/** All of a curve but the time that it took. */
const timeless = (points: readonly CurvePoint[]) => points.map((point) => ({ ...point, ms: 0 }));

/** A clock that moves on by `ms` every time it is read. */
const tickingClock = (ms: number) => {
  let now = 0;
  return () => {
    now += ms;
    return now;
  };
};

describe('train', () => {
  it('visits every image once an epoch, the last partial batch included', async () => {
    const trainer = new FakeTrainer();
    const data = dataOf(103);
    const experiment = experimentOf({ batch: 10, epochs: 2, images: 103 });
    const { history, outcome, points } = await drive(
      train({ experiment, trainer, data, now: tickingClock(1) }),
    );
    expect(trainer.seen).toHaveLength(206);
    for (const epoch of [trainer.seen.slice(0, 103), trainer.seen.slice(103)]) {
      expect([...epoch].sort((a, b) => a - b)).toEqual([...data.subset]);
    }
    expect(trainer.seen.slice(0, 103)).not.toEqual(trainer.seen.slice(103));
    expect(history.map((e) => [e.epoch, e.images, e.val_acc])).toEqual([
      [1, 103, 1],
      [2, 206, 1],
    ]);
    expect(points.at(-1)?.images).toBe(206);
    expect(outcome).toMatchObject({ kind: 'finished', test: { acc: 1 } });
  });

  it('gives the same curve and history at any speed', async () => {
    const runAt = (ms: number) =>
      drive(
        train({
          experiment: experimentOf({ batch: 4, epochs: 3 }),
          trainer: new FakeTrainer(),
          data: dataOf(1001),
          now: tickingClock(ms),
        }),
      );
    const [fast, slow] = [await runAt(0.1), await runAt(200)];
    expect(timeless(slow.points)).toEqual(timeless(fast.points));
    expect(slow.history).toEqual(fast.history);
    expect(slow.outcome).toEqual(fast.outcome);
    expect(fast.points.length).toBeGreaterThan(250);
    expect(fast.points.length).toBeLessThanOrEqual(600);
  });

  it('resumes from any checkpoint with the curve, history and result of an uninterrupted run', async () => {
    const experiment = experimentOf({ batch: 8, epochs: 3, seed: 9 });
    const data = dataOf(500);
    const options = { experiment, data, now: tickingClock(500) };
    const whole = await drive(train({ ...options, trainer: new FakeTrainer() }));
    expect(whole.checkpoints.length).toBeGreaterThan(5);
    for (const checkpoint of whole.checkpoints) {
      const trainer = new FakeTrainer();
      trainer.setParameters(checkpoint.parameters);
      const rest = await drive(train({ ...options, trainer, checkpoint: structuredClone(checkpoint) }));
      expect(timeless([...checkpoint.points, ...rest.points])).toEqual(timeless(whole.points));
      expect([...checkpoint.history, ...rest.history]).toEqual(whole.history);
      expect(rest.outcome).toEqual(whole.outcome);
    }
  });

  it('does exactly one step when asked for one', async () => {
    const trainer = new FakeTrainer();
    const experiment = experimentOf({ batch: 5 });
    const run = train({ experiment, trainer, data: dataOf(5000), now: tickingClock(0.001) });
    await run.next();
    for (let step = 1; step <= 4; step++) {
      const { value } = await run.next({ steps: 1 });
      expect(value).toMatchObject({ kind: 'progress', progress: { step, images: 5 * step } });
    }
    expect(trainer.seen).toHaveLength(20);
  });

  it.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'infinite'],
  ])('ends as diverged when the loss is %s', async (loss, word) => {
    const trainer = new FakeTrainer({ at: 412, loss });
    const run = train({ experiment: experimentOf({}), trainer, data: dataOf(5000), now: tickingClock(1) });
    const { outcome } = await drive(run);
    expect(outcome).toEqual({
      kind: 'diverged',
      step: 412,
      message: `diverged at step 412, loss was ${word}: lower the learning rate`,
    });
  });

  it('yields between pieces of an evaluation and says how far it is', async () => {
    const trainer = new FakeTrainer();
    const experiment = experimentOf({ batch: 50, epochs: 1 });
    const { progress } = await drive(
      train({ experiment, trainer, data: dataOf(100, 1000, 2000), now: tickingClock(90) }),
    );
    const testing = progress.map((p) => p.phase).filter((phase) => phase.kind === 'testing');
    expect(testing.length).toBeGreaterThan(10);
    expect(testing.at(-1)).toEqual({ kind: 'testing', done: 2000, total: 2000 });
  });

  it('waits for the validation images before it scores them', async () => {
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const data: RunData = { ...dataOf(100), ready: () => arrived };
    const run = train({
      experiment: experimentOf({ batch: 100, epochs: 1 }),
      trainer: new FakeTrainer(),
      data,
    });
    const told = drive(run);
    const first = await Promise.race([told, new Promise((resolve) => setTimeout(resolve, 20, 'waiting'))]);
    expect(first).toBe('waiting');
    arrive();
    expect((await told).outcome?.kind).toBe('finished');
  });

  it('estimates the time left from measured speed', async () => {
    const experiment = experimentOf({ batch: 10, epochs: 2 });
    const { progress } = await drive(
      train({ experiment, trainer: new FakeTrainer(), data: dataOf(2000), now: tickingClock(40) }),
    );
    const known = progress.filter((p) => p.secondsLeft !== undefined);
    expect(known[0]?.secondsLeft).toBeGreaterThan(1);
    expect(known.at(-1)?.secondsLeft).toBeCloseTo(0, 6);
    expect(progress.at(-1)?.imagesPerSecond).toBeGreaterThan(0);
  });
});

describe('schedule', () => {
  it('closes windows at fixed steps, and always at the end of an epoch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 50_000 }),
        fc.integer({ min: 1, max: 1024 }),
        fc.integer({ min: 1, max: 5 }),
        (images, batch, epochs) => {
          const schedule = scheduleOf(images, batch, epochs);
          let step = 0;
          let points = 0;
          while (step < schedule.totalSteps) {
            const end = windowEnd(schedule, step);
            expect(end).toBeGreaterThan(step);
            expect(end - step).toBeLessThanOrEqual(schedule.windowSteps);
            // From anywhere within the window, as after a checkpoint.
            expect(windowEnd(schedule, Math.floor((step + end) / 2))).toBe(end);
            step = end;
            points++;
          }
          expect(step).toBe(schedule.totalSteps);
          expect(points).toBeLessThanOrEqual(400 + 16 * 18 + epochs);
          expect(imagesAfter(schedule, step, images, batch)).toBe(schedule.totalImages);
        },
      ),
    );
  });
});

describe('pace', () => {
  it('finds the size that takes the target time, and at most doubles on the way', () => {
    let pace = paceOf(80);
    for (let i = 0; i < 12; i++) {
      const next = pace.after(pace.size, pace.size * 0.5);
      expect(next.size).toBeLessThanOrEqual(pace.size * 2);
      pace = next;
    }
    expect(pace.size).toBe(160);
    expect(pace.after(160, 1600).size).toBe(8);
    expect(pace.after(1, 10_000).size).toBe(1);
  });
});
