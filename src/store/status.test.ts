import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import type { Progress } from '../training/events.ts';
import { newRun, type RunRecord, type RunStatus } from './run.ts';
import { INITIAL_STATE } from './state.ts';
import { describeStatus } from './status.ts';
import { secondsLeft, throughput } from './timeLeft.ts';

const progress = (images: number, seconds: number): Progress => ({
  phase: { kind: 'training' },
  step: images / 2,
  totalSteps: 9000,
  epoch: 1,
  images,
  totalImages: 18_000,
  imagesPerSecond: 400,
  secondsLeft: seconds,
});

const run = (id: string, status: RunStatus, part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, DEFAULT_EXPERIMENT, 0, id),
  status,
  ...part,
});

const words = (runs: readonly RunRecord[], paused = false) =>
  describeStatus({ ...INITIAL_STATE, runs, paused });
const half = () => run('A', { kind: 'training' }, { progress: progress(9000, 20) });

describe('describeStatus', () => {
  it('says what is loaded and compiled', () => {
    expect(words([])).toBe('Ready to train.');
    expect(words([run('A', { kind: 'waiting', for: 'data', received: 4e6, total: 47e6 })])).toBe(
      'Loading data: 4.0 of 47.0 MB.',
    );
    expect(words([run('A', { kind: 'waiting', for: 'engine' })])).toMatch(/Compiling/);
  });

  it('says epoch, images seen, images a second and time left', () => {
    expect(words([half()])).toBe(
      'Training A: epoch 1 of 3, 9,000 of 18,000 images seen, 400 images a second, about 20 s left.',
    );
  });

  it('counts the images of each run, and adds up the time, of runs that take turns', () => {
    expect(words([half(), { ...half(), id: 'B' }])).toBe(
      'Training 2 runs: epoch 1 of 3, 9,000 of 18,000 images seen each, 400 images a second, about 40 s left.',
    );
  });

  it('names the seed only where it tells runs apart', () => {
    const finished = (name: string, seed: number) =>
      run(
        `${name}${seed}`,
        { kind: 'finished', test: { loss: 1, acc: 0.5 } },
        { name: `${name} · seed ${seed}`, experiment: { ...DEFAULT_EXPERIMENT, seed } },
      );
    const scores = (...runs: readonly RunRecord[]) => words(runs).replace(/^.*right: /, '');
    expect(words([finished('BN', 1)])).toMatch(/^Finished BN: /);
    expect(scores(finished('BN', 1), finished('GN', 1))).toBe('BN 50.0 %, GN 50.0 %.');
    expect(scores(finished('BN', 1), finished('GN', 2))).toBe('BN · seed 1 50.0 %, GN · seed 2 50.0 %.');
    expect(scores(finished('BN', 2), { ...finished('BN', 2), id: 'again' })).toBe(
      'BN · seed 2 50.0 %, BN · seed 2 50.0 %.',
    );
  });

  it('says paused, diverged and finished', () => {
    expect(words([half()], true)).toMatch(/^Paused: epoch 1 of 3/);
    expect(words([run('A', { kind: 'diverged', step: 3, message: 'diverged at step 3' })])).toBe(
      'A diverged at step 3.',
    );
    expect(words([run('A', { kind: 'finished', test: { loss: 1, acc: 0.864 } })])).toMatch(
      /^Finished A: 86\.4 %/,
    );
  });
});

describe('times', () => {
  it('counts the share of others that is done meanwhile', () => {
    const short = half();
    const long = run('B', { kind: 'training' }, { progress: progress(0, 40) });
    const race = (...runs: RunRecord[]) => ({ runs, turns: 'race' as const });
    expect(secondsLeft(short, race(short, long))).toBe(40);
    expect(secondsLeft(long, race(short, long))).toBe(60);
    expect(secondsLeft(short, race(short))).toBe(20);
    expect(secondsLeft(short, race(short, { ...long, held: true }))).toBe(20);
    expect(secondsLeft({ ...long, held: true }, race(short, { ...long, held: true }))).toBeUndefined();
  });

  it('counts all that comes before it in a queue, by the speed of runs of its kind', () => {
    const now = half();
    const next = run('B', { kind: 'waiting', for: 'turn' });
    const queue = { runs: [now, next], turns: 'queue' as const };
    expect(secondsLeft(now, queue)).toBe(20);
    const { images, epochs } = next.experiment;
    const work = images * epochs + (images * epochs + 10_000) / 3;
    expect(secondsLeft(next, queue)).toBeCloseTo(20 + work / (now.progress?.imagesPerSecond ?? 0));
    expect(secondsLeft(next, { ...queue, runs: [{ ...now, progress: undefined }, next] })).toBeUndefined();
  });

  it('counts what comes after a test where a run is tested twice', () => {
    const testing = { kind: 'testing', done: 10_000, total: 10_000 } as const;
    const tested = run('A', testing, { progress: progress(18_000, 4) });
    expect(secondsLeft(tested, { runs: [tested], turns: 'race' })).toBe(4);
  });

  it('takes the harmonic mean of speeds, since runs alternate image by image', () => {
    const slow = run('B', { kind: 'training' }, { progress: { ...progress(0, 1), imagesPerSecond: 100 } });
    expect(throughput([half(), slow])).toBeCloseTo(160);
  });
});
