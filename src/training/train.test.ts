import { describe, expect, it } from 'vitest';
import { sha256 } from '../data/sha256.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { dataOf, drive, experimentOf, tickingClock, timeless } from '../testing/drive.ts';
import { FakeTrainer } from '../testing/fakeTrainer.ts';
import { paceOf } from './pace.ts';
import { Run, type RunRows } from './run.ts';
import { train, trainOn } from './train.ts';

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

  it('gives each step the learning rate of its place in the schedule, after a pause and in a fork too', async () => {
    const experiment = experimentOf({ batch: 4, epochs: 2, schedule: 'cosine', warmup: 0.5, lr: 0.1 });
    const rates = async (settings: Parameters<typeof train>[0]) => {
      const trainer = settings.trainer as FakeTrainer;
      const told = await drive(train(settings));
      return { rates: trainer.rates, ...told };
    };
    const data = dataOf(100);
    const straight = await rates({ experiment, data, trainer: new FakeTrainer(), now: tickingClock(100) });
    const [checkpoint] = straight.checkpoints;
    expect(checkpoint?.step).toBeLessThan(50);
    expect(straight.rates[0]).toBeCloseTo(0.1 * (4 / 50), 12);
    expect(Math.max(...straight.rates)).toBe(0.1);
    expect(straight.rates.at(-1)).toBeLessThan(0.001);
    const from = { data, trainer: new FakeTrainer(), checkpoint, now: tickingClock(100) };
    const resumed = await rates({ experiment, ...from });
    expect(resumed.rates).toEqual(straight.rates.slice(checkpoint?.step));
    const longer = await rates({
      ...from,
      trainer: new FakeTrainer(),
      experiment: { ...experiment, epochs: 4 },
    });
    const whole = await rates({ experiment: { ...experiment, epochs: 4 }, data, trainer: new FakeTrainer() });
    expect(longer.rates).toEqual(whole.rates.slice(checkpoint?.step));
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

  it('leaves a last checkpoint and a hash when it has finished, and from there only scores', async () => {
    const experiment = experimentOf({ batch: 8, epochs: 2, network: 'mlp' });
    const trainer = new FakeTrainer();
    const options = { experiment, data: dataOf(100), now: tickingClock(1) };
    const { checkpoints, events, history, outcome } = await drive(train({ ...options, trainer }));
    expect(events.slice(-2).map(({ kind }) => kind)).toEqual(['progress', 'checkpoint']);
    expect(checkpoints).toHaveLength(1);
    const [checkpoint] = checkpoints;
    expect(checkpoint).toMatchObject({ step: 26, history, data: { spec: SYNTHETIC } });
    expect(checkpoint?.parameters).toEqual(await trainer.parameters());
    // The fake's parameters have none of the network's names, so the hash is that of no bytes.
    expect(outcome).toMatchObject({ weightsSha256: await sha256(new Uint8Array()) });

    const again = new FakeTrainer();
    again.setParameters(checkpoint?.parameters ?? new Map());
    const rest = await drive(train({ ...options, trainer: again, checkpoint }));
    expect(again.seen).toEqual([]);
    expect(rest).toMatchObject({ points: [], history: [], outcome });
  });

  it('leaves its first checkpoint within a second of training, then at most half of what it trained is lost', async () => {
    const options = { experiment: experimentOf({ batch: 8, epochs: 6 }), data: dataOf(2000) };
    const { checkpoints } = await drive(
      train({ ...options, trainer: new FakeTrainer(), now: tickingClock(20) }),
    );
    const [first, ...later] = checkpoints.slice(0, -1).map(({ trainedMs }) => trainedMs);
    if (first === undefined) throw new Error('a run of many slices leaves checkpoints');
    expect(first).toBeGreaterThanOrEqual(250);
    expect(first).toBeLessThan(1000);
    expect(later.length).toBeGreaterThan(3);
    const gaps = later.map((at, i) => at - ([first, ...later][i] ?? 0));
    for (const [i, gap] of gaps.entries()) expect(gap).toBeLessThan(([first, ...later][i] ?? 0) + 500);
    expect(Math.max(...gaps)).toBeLessThan(5500);
  });

  it('leaves no last checkpoint when it diverges', async () => {
    const trainer = new FakeTrainer({ at: 30, loss: Number.NaN });
    const options = { experiment: experimentOf({}), data: dataOf(5000), now: tickingClock(1) };
    const { checkpoints, outcome } = await drive(train({ ...options, trainer }));
    expect(outcome?.kind).toBe('diverged');
    expect(checkpoints).toEqual([]);
  });

  it('goes on with a missing validation', async () => {
    const options = { experiment: experimentOf({ batch: 10, epochs: 1 }), data: dataOf(100) };
    const whole = await drive(train({ ...options, trainer: new FakeTrainer() }));
    const trainer = new FakeTrainer();
    const run = new Run({ ...options, trainer });
    const stopped = await drive(trainOn(run), (event) => {
      return event.kind === 'progress' && event.progress.phase.kind === 'validating';
    });
    const checkpoint = await run.checkpoint();
    expect(checkpoint).toMatchObject({ step: 10, history: [] });
    const rest = await drive(train({ ...options, trainer, checkpoint }));
    expect([...stopped.points, ...rest.points]).toHaveLength(whole.points.length);
    expect(rest.history).toEqual(whole.history);
    expect(rest.outcome).toEqual(whole.outcome);
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
    const data: RunRows = { ...dataOf(100), ready: () => arrived };
    const run = train({
      experiment: experimentOf({ batch: 100, epochs: 1 }),
      trainer: new FakeTrainer(),
      data,
    });
    // Meanwhile it yields, for others to have their turns.
    let waited = 0;
    const { outcome, history } = await drive(run, (event) => {
      if (event.kind === 'epoch') expect(waited).toBeGreaterThanOrEqual(3);
      if (event.kind !== 'progress' || event.progress.phase.kind !== 'validating') return false;
      if (event.progress.phase.done === 0 && ++waited === 3) arrive();
      return false;
    });
    expect(history).toHaveLength(1);
    expect(outcome?.kind).toBe('finished');
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
