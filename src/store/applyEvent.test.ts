import { describe, expect, it } from 'vitest';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { CurvePoint, EpochResult, Progress } from '../training/events.ts';
import type { WorkerEvent } from '../worker/protocol.ts';
import { applyEvent } from './applyEvent.ts';
import { newRun } from './run.ts';
import { INITIAL_STATE, type PageState } from './state.ts';

const point = (images: number, loss = 1): CurvePoint => ({
  images,
  step: images,
  ms: images,
  loss,
  acc: 0.5,
});

const progress = (step: number, images: number): Progress => ({
  phase: { kind: 'training' },
  step,
  totalSteps: 100,
  epoch: 1,
  images,
  totalImages: 200,
  imagesPerSecond: 10,
  secondsLeft: 5,
});

const epoch = (number: number, images: number): EpochResult => ({
  epoch: number,
  images,
  loss: 1,
  acc: 0.5,
  val_loss: 1.1,
  val_acc: 0.4,
});

const advance = (step: number, points: readonly CurvePoint[], run = 'a'): WorkerEvent => ({
  kind: 'progress',
  run,
  progress: progress(step, 2 * step),
  points,
});

const training: PageState = {
  ...INITIAL_STATE,
  runs: [newRun('a', DEFAULT_EXPERIMENT, 0, 'A'), newRun('b', DEFAULT_EXPERIMENT, 1, 'B')],
};

const play = (events: readonly WorkerEvent[], from = training): PageState => events.reduce(applyEvent, from);

const runA = (state: PageState) => state.runs[0];
const positions = (state: PageState) => runA(state)?.points.map(({ images }) => images);

describe('applyEvent', () => {
  it('collects points and epochs of the run they name, and of no other', () => {
    const state = play([
      advance(5, [point(10)]),
      advance(10, [point(20)]),
      { kind: 'epoch', run: 'a', result: epoch(1, 20) },
    ]);
    expect(positions(state)).toEqual([10, 20]);
    expect(runA(state)?.history).toEqual([epoch(1, 20)]);
    expect(runA(state)?.status).toEqual({ kind: 'training' });
    expect(state.runs[1]).toBe(training.runs[1]);
  });

  it('cuts the curve and the history where a run goes on from an earlier checkpoint', () => {
    const before = play([
      advance(10, [point(10), point(20)]),
      { kind: 'epoch', run: 'a', result: epoch(1, 20) },
      advance(30, [point(40), point(60)]),
      { kind: 'epoch', run: 'a', result: epoch(2, 40) },
    ]);
    const resumed = play(
      [
        { kind: 'engine', run: 'a', engine: { kind: 'webgl', description: 'WebGL' }, images: 20 },
        advance(20, [point(40, 7)]),
      ],
      before,
    );
    expect(positions(resumed)).toEqual([10, 20, 40]);
    expect(runA(resumed)?.points.at(-1)?.loss).toBe(7);
    expect(runA(resumed)?.history.map((result) => result.epoch)).toEqual([1]);
  });

  it('replaces an epoch that is reported again', () => {
    const state = play([
      { kind: 'epoch', run: 'a', result: epoch(1, 20) },
      { kind: 'epoch', run: 'a', result: { ...epoch(1, 20), val_acc: 0.9 } },
    ]);
    expect(runA(state)?.history.map((result) => result.val_acc)).toEqual([0.9]);
  });

  it('drops events of runs that were deleted', () => {
    expect(applyEvent(training, advance(5, [point(10)], 'gone'))).toBe(training);
  });

  it('keeps how a run finished, the test with recalibrated statistics included', () => {
    const test = { loss: 3, acc: 0.2 };
    const recalibrated = { test: { loss: 0.5, acc: 0.8 }, images: 500 };
    const outcomes = [
      { kind: 'finished', test },
      { kind: 'finished', test, recalibrated, weightsSha256: 'ab12' },
    ] as const;
    for (const outcome of outcomes)
      expect(play([{ kind: 'ended', run: 'a', outcome }]).runs[0]?.status).toEqual(outcome);
  });

  it('drops events of runs that have ended', () => {
    const ended = play([{ kind: 'ended', run: 'a', outcome: { kind: 'stopped' } }]);
    expect(applyEvent(ended, advance(5, [point(10)]))).toBe(ended);
    expect(
      applyEvent(ended, {
        kind: 'ended',
        run: 'a',
        outcome: { kind: 'finished', test: { loss: 1, acc: 1 } },
      }),
    ).toBe(ended);
  });

  it('notes how far a checkpoint goes, not its weights: they are megabytes', () => {
    const sums = { images: 0, lossSum: 0, correct: 0 };
    const checkpoint = {
      step: 1,
      history: [],
      points: [],
      epochSums: sums,
      windowSums: sums,
      trainedMs: 1,
      parameters: new Map(),
    };
    const state = applyEvent(training, { kind: 'checkpoint', run: 'a', checkpoint });
    expect(runA(state)).toEqual({ ...runA(training), kept: { step: 1, images: 0 } });
  });

  it('tells of other data than asked for once, however many runs meet it', () => {
    const events = ['a', 'b'].map(
      (run): WorkerEvent => ({ kind: 'data', run, data: { spec: SYNTHETIC, why: 'no manifest' } }),
    );
    const state = play(events);
    expect(state.notices.map(({ message }) => message)).toEqual([
      'Training on synthetic data instead: no manifest',
    ]);
    expect(runA(state)?.data).toEqual({ spec: SYNTHETIC, why: 'no manifest' });
  });

  it('shows divergence as an outcome with its message', () => {
    const message = 'diverged at step 412, loss was NaN: lower the learning rate';
    const state = play([{ kind: 'ended', run: 'a', outcome: { kind: 'diverged', step: 412, message } }]);
    expect(runA(state)?.status).toEqual({ kind: 'diverged', step: 412, message });
    expect(state.notices[0]?.message).toBe(`A ${message}`);
  });

  it('follows pause and resume', () => {
    const paused = play([{ kind: 'paused' }]);
    expect(paused.paused).toBe(true);
    expect(applyEvent(paused, { kind: 'paused' })).toBe(paused);
    expect(applyEvent(paused, { kind: 'resumed' }).paused).toBe(false);
  });
});
