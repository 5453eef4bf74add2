import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { newRun, type RunRecord } from '../../store/run.ts';
import { describeExpected, expectedTime } from './expectedTime.ts';

const of = (part: Partial<Experiment>): Experiment => ({ ...DEFAULT_EXPERIMENT, ...part });
const measured = (part: Partial<Experiment>, imagesPerSecond: number): RunRecord => ({
  ...newRun('a', of(part), 0, 'A'),
  progress: {
    ...{ phase: { kind: 'training' }, step: 1, totalSteps: 9, epoch: 1, images: 2, totalImages: 6000 },
    ...{ imagesPerSecond, secondsLeft: undefined },
  },
});

describe('expectedTime', () => {
  it('is unknown before anything was measured', () => {
    expect(expectedTime([of({})], [])).toBeUndefined();
    expect(expectedTime([of({})], [measured({}, 0)])).toBeUndefined();
    expect(describeExpected([of({})], [])).toBe('time known after the first run');
    expect(describeExpected([], [])).toBe('');
  });

  it('is measured where runs of the kind were', () => {
    // 18,000 images trained, 18,000 validated and 10,000 tested at a third each.
    const seconds = (18_000 + (18_000 + 10_000) / 3) / 500;
    expect(expectedTime([of({ seed: 3 })], [measured({}, 500)])).toEqual({
      seconds: expect.closeTo(seconds),
      scaled: false,
    });
  });

  it('scales from another batch size about as the CPU engine was measured', () => {
    // 2.1 ms an image at batch 2, 0.81 at batch 128 (README).
    const runs = [measured({ batch: 2 }, 1000 / 2.1)];
    const small = expectedTime([of({ batch: 2 })], runs)?.seconds ?? 0;
    const large = expectedTime([of({ batch: 128 })], runs);
    expect(large?.scaled).toBe(true);
    expect(small / (large?.seconds ?? 0)).toBeCloseTo(2.1 / 0.81, 1);
  });

  it('scales from the run that is most alike, on the same engine first', () => {
    const runs = [measured({ batch: 64 }, 1000), measured({ batch: 2 }, 1), measured({ network: 'mlp' }, 9)];
    const near = expectedTime([of({ batch: 128 })], runs)?.seconds ?? 0;
    expect((18_000 + 28_000 / 3) / near).toBeGreaterThan(900);
    const beside = [...runs, measured({ batch: 64, engine: 'webgl' }, 10)];
    const onWebgl = expectedTime([of({ batch: 128, engine: 'webgl' })], beside)?.seconds ?? 0;
    expect((18_000 + 28_000 / 3) / onWebgl).toBeLessThan(20);
  });

  it('speaks of a guess in whole minutes', () => {
    const runs = [measured({ batch: 2 }, 100)];
    expect(describeExpected([of({ batch: 2 })], runs)).toBe('≈ 4 min 33 s');
    expect(describeExpected([of({ batch: 4 })], runs)).toMatch(/^about \d+ min$/);
  });
});
