import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divergedRun, finishedRun } from '../testing/madeUpRuns.ts';
import type { CurvePoint } from '../training/events.ts';
import { compareRuns, describeAgreement, explainAgreement } from './agreement.ts';
import type { RunResult } from './runFile.ts';
import { commonWindows } from './windows.ts';

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

const run = finishedRun(0.8, {}, { weightsSha256: HASH });

/** The run with its curve changed. */
const bent = (change: (point: CurvePoint) => Partial<CurvePoint>, from: RunResult = run): RunResult => ({
  ...from,
  points: from.points.map((point) => ({ ...point, ...change(point) })),
});

/** As it was when it had so many points. */
const soFar = (points: number): RunResult => ({
  ...run,
  points: run.points.slice(0, points),
  history: [],
  outcome: { kind: 'stopped' },
  weightsSha256: null,
});

const words = (...args: Parameters<typeof compareRuns>) => describeAgreement(compareRuns(...args));

describe('compareRuns', () => {
  it('finds a run identical to itself, on whatever engine, as far as both go', () => {
    const elsewhere = { ...run, experiment: { ...run.experiment, engine: 'webgl' as const, repeats: 3 } };
    expect(compareRuns(run, elsewhere)).toEqual({ kind: 'identical', whole: true, weights: true });
    expect(
      compareRuns(
        run,
        bent(({ ms }) => ({ ms: 9 * ms })),
      ),
    ).toEqual({ kind: 'identical', whole: true, weights: true });
    expect(words(run, soFar(2))).toBe('identical so far');
    expect(words(run, soFar(0))).toBe('nothing to compare yet');
  });

  it('does not call equal curves identical when the weights are not', () => {
    expect(compareRuns(run, { ...run, weightsSha256: OTHER })).toMatchObject({
      kind: 'rounding',
      worst: 0,
      whole: true,
    });
  });

  it('allows rounding, and says how much there was', () => {
    const rounded = { ...bent(({ loss }) => ({ loss: loss * 1.001 })), weightsSha256: OTHER };
    const agreement = compareRuns(run, rounded);
    expect(agreement.kind).toBe('rounding');
    expect(agreement.kind === 'rounding' && agreement.worst).toBeCloseTo(0.001, 5);
    expect(describeAgreement(agreement)).toBe('within rounding');
    // One image of a hundred on the other side.
    const flipped = bent(({ step, acc }) => ({ acc: step === 2 ? acc + 0.01 : acc }));
    expect(words(run, { ...flipped, weightsSha256: OTHER })).toBe('within rounding');
  });

  it('says of curves that part whether their engines may', () => {
    const on = (engine: string): string => {
      const parted = bent(({ step, loss }) => ({ loss: step >= 3 ? loss + 0.1 : loss }));
      return explainAgreement(compareRuns(run, { ...parted, engine }));
    };
    const [same, relaxed, unknown] = [run.engine, 'CPU (WASM relaxed SIMD) · 2 threads', ''].map(on);
    expect(same).toContain('Both were trained on CPU (WASM SIMD), which gives the same bits everywhere');
    expect(relaxed).toContain(
      'one was trained on CPU (WASM SIMD), the other on CPU (WASM relaxed SIMD), so this is expected',
    );
    expect(unknown).toContain('expected between two engines');
  });

  it('names the first step of the window from which they differ', () => {
    const parted = compareRuns(
      run,
      bent(({ step, loss }) => ({ loss: step >= 3 ? loss + 0.1 : loss })),
    );
    expect(parted).toMatchObject({ kind: 'differs', step: 3, together: true });
    expect(describeAgreement(parted)).toBe('differs from step 3 on');
    expect(explainAgreement(parted)).toContain('the same until step 3');
    const apart = compareRuns(
      run,
      bent(({ loss }) => ({ loss: loss + 0.1 })),
    );
    expect(apart).toMatchObject({ kind: 'differs', step: 1, together: false });
    expect(explainAgreement(apart)).toContain('not the same training');
    expect(
      words(
        run,
        bent(({ step, acc }) => ({ acc: step === 2 ? acc - 0.03 : acc })),
      ),
    ).toBe('differs from step 2 on');
  });

  it('sees a difference that shows in validation or in the test alone', () => {
    const history = run.history.map((epoch) => ({ ...epoch, val_acc: 0.5 }));
    expect(words(run, { ...run, history })).toBe('differs from step 3 on');
    const outcome = { kind: 'finished', test: { loss: 0.5, acc: 0.7 } } as const;
    expect(words(run, { ...run, outcome })).toBe('differs from step 3 on');
  });

  it('allows an image of the validation in every epoch alike', () => {
    const first = { epoch: 1, images: 300, loss: 1, acc: 0.5, val_loss: 0.75, val_acc: 0.625 };
    const epochs = [1, 2, 3].map((epoch) => ({ ...first, epoch, images: 300 * epoch }));
    const long = { ...run, experiment: { ...run.experiment, epochs: 3 }, history: epochs };
    for (const epoch of [1, 2, 3]) {
      const history = epochs.map((one) =>
        one.epoch === epoch ? { ...one, val_acc: one.val_acc + 1 / 300 } : one,
      );
      expect(words(long, { ...long, history, weightsSha256: OTHER })).toBe('within rounding');
    }
  });

  it('takes losses in few digits for what they are', () => {
    const lossPrecision = 2 ** -6;
    const linked = bent(({ loss }) => ({ loss: loss * (1 + 2 ** -7) }));
    expect(words(linked, run, { lossPrecision })).toBe('identical');
    expect(words(linked, run)).toBe('within rounding');
    // Without weights to compare, few digits cannot tell identical from nearly so.
    expect(words(linked, soFar(2), { lossPrecision })).toBe('within rounding so far');
    expect(words({ ...linked, weightsSha256: OTHER }, run, { lossPrecision })).toBe('within rounding');
  });

  it('refuses to compare what is not one experiment', () => {
    expect(words(run, finishedRun(0.8, { seed: 2, batch: 50 }))).toBe(
      'not the same experiment: they differ in batch size and seed',
    );
    const fork = { parent: 'x', experiment: run.experiment, step: 2, images: 200 };
    expect(words(run, finishedRun(0.8, {}, { fork }))).toBe(
      'not the same experiment: they are not forks of the same run',
    );
  });

  it('knows divergence', () => {
    const diverged = divergedRun();
    expect(words(diverged, divergedRun())).toBe('identical');
    expect(words(run, diverged)).toBe('differs from step 2 on');
    const nan = bent(({ step }) => ({ loss: step > 1 ? Number.NaN : 2 }));
    expect(words(nan, nan)).toBe('identical');
    expect(words(run, nan)).toBe('differs from step 2 on');
  });
});

describe('commonWindows', () => {
  it('merges a curve with itself in wider windows to equal means', () => {
    const size = fc.integer({ min: 1, max: 64 });
    const window = fc.record({ size, loss: fc.double({ min: 0, max: 3, noNaN: true }), keep: fc.boolean() });
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 40 }), (windows) => {
        let images = 0;
        const fine = windows.map(({ size, loss }, i) => {
          images += size;
          return { images, step: i + 1, ms: i, loss, acc: loss / 3 };
        });
        const coarse: CurvePoint[] = [];
        let [count, sum, accuracies] = [0, 0, 0];
        for (const [i, { size, loss, keep }] of windows.entries()) {
          count += size;
          sum += size * loss;
          accuracies += (size * loss) / 3;
          if (!keep && i < windows.length - 1) continue;
          coarse.push({ ...(fine[i] as CurvePoint), loss: sum / count, acc: accuracies / count });
          [count, sum, accuracies] = [0, 0, 0];
        }
        for (const pairs of [commonWindows(fine, coarse), commonWindows(coarse, fine)]) {
          expect(pairs.map(({ step }) => step)).toEqual(coarse.map(({ step }) => step));
          for (const { loss, acc } of pairs) {
            expect(loss[0]).toBeCloseTo(loss[1], 12);
            expect(acc[0]).toBeCloseTo(acc[1], 12);
          }
        }
      }),
    );
  });
});
