import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endedTrial, searchRates, trialsOf } from '../results/rateSearch.ts';
import type { RunResult } from '../results/runFile.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';
import type { DataSpec } from '../spec/dataSpec.ts';
import { runName } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, FIELDS, type Field, type FieldKey } from '../spec/fields.ts';
import { DEFAULT_MATRIX } from '../spec/matrix.ts';
import { BATCH_2 } from '../spec/presets.ts';
import { cutText, MOST_OF_NAME, oneLine } from '../spec/text.ts';
import { validateExperiment } from '../spec/validate.ts';
import { noisyRun } from '../testing/noisyRun.ts';
import type { CurvePoint, Outcome, Recalibrated } from '../training/events.ts';
import { BitWriter } from './bits.ts';
import { seal } from './envelope.ts';
import { HISTORY_PRECISION } from './history.ts';
import { decodeFragment, encodeLink, MAX_RESULTS, writeSettings } from './link.ts';
import { decodeResults, encodeResults, type LinkedRun } from './results.ts';

const [groupNorm, batchNorm] = BATCH_2.comparison.map((experiment) => noisyRun(experiment));
const pair = [groupNorm, batchNorm] as readonly RunResult[];
const seeds = (experiment: Experiment, count: number): RunResult[] =>
  Array.from({ length: count }, (_, i) => noisyRun({ ...experiment, seed: i + 1 }));

/** For links that are written out here. */
const tiny = { ...DEFAULT_EXPERIMENT, images: 100, batch: 50, epochs: 1, seed: 5 };
const retest: Recalibrated = { test: { loss: 0.375, acc: 0.8549 }, images: 100 };
const forkedWith = (recalibrated: Recalibrated): RunResult => ({
  ...noisyRun({ ...tiny, norm: 'batch', weights: 'plain' }),
  fork: { parent: 'BN', experiment: tiny, step: 1, images: 50, initialShare: 0.990001 },
  outcome: { kind: 'finished', test: { loss: 3.5, acc: 0.219 }, recalibrated },
});

function decoded(text: string): readonly LinkedRun[] {
  const { runs, problem } = decodeResults(text);
  if (!runs) throw new Error(problem);
  return runs;
}

/** What a link says of a loss, against what it was: as a fraction of it. */
const off = (read: number, loss: number): number =>
  Object.is(read, loss) ? 0 : Math.abs(read - loss) / loss;

function expectSame(linked: LinkedRun | undefined, run: RunResult): void {
  if (!linked) throw new Error(`${run.name} is missing`);
  const { points, history, lossPrecision, thinned, ...rest } = linked;
  const { points: wantedPoints, history: wantedHistory, notes, ...wanted } = run;
  const isFinished = wanted.outcome.kind === 'finished' && wanted.weightsSha256 !== null;
  const outcome = isFinished ? { ...wanted.outcome, weightsSha256: wanted.weightsSha256 } : wanted.outcome;
  expect(rest).toEqual({ ...wanted, outcome });
  expect(thinned).toBe(false);
  const positions = ({ images, step, acc }: CurvePoint): unknown => ({ images, step, acc });
  expect(points.map(positions)).toEqual(wantedPoints.map(positions));
  const worst = points.map(({ loss }, i) => off(loss, wantedPoints[i]?.loss ?? -1));
  expect(Math.max(0, ...worst)).toBeLessThanOrEqual(lossPrecision);
  expect(history.map(({ loss, val_loss, ...exact }) => exact)).toEqual(
    wantedHistory.map(({ loss, val_loss, ...exact }) => exact),
  );
  const worstEpoch = history.flatMap(({ loss, val_loss }, i) => [
    off(loss, wantedHistory[i]?.loss ?? -1),
    off(val_loss, wantedHistory[i]?.val_loss ?? -1),
  ]);
  expect(Math.max(0, ...worstEpoch)).toBeLessThanOrEqual(HISTORY_PRECISION);
}

const experiment: fc.Arbitrary<Experiment> = fc
  .record(
    Object.fromEntries(
      FIELD_KEYS.map((key) => {
        const field = FIELDS[key];
        if (field.kind === 'choice') return [key, fc.constantFrom(...field.values)];
        const { min, max } = field;
        return [key, field.integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })];
      }),
    ),
  )
  .map((input) => validateExperiment(input).value);

/** From 1e-37 on, where a float32 has all its bits. */
const loss = fc.oneof(
  fc.double({ min: 1e-4, max: 100, noNaN: true }),
  fc.double({ min: 1e-37, max: 1e38, noNaN: true }),
  fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY),
);
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map((text) => cutText(oneLine(text), MOST_OF_NAME) || 'x');
const fraction = fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs);
const score = fc.record({
  loss: fc.double({ min: 0 }).map(Math.abs),
  acc: fc.oneof(
    fc.nat(10_000).map((n) => n / 10_000),
    fraction,
  ),
});
const finished: fc.Arbitrary<Outcome> = fc.record(
  {
    kind: fc.constant('finished' as const),
    test: score,
    recalibrated: fc.record(
      { test: score, validation: score, images: fc.integer({ min: 1, max: 100 }) },
      { requiredKeys: ['test', 'images'] },
    ),
  },
  { requiredKeys: ['kind', 'test'] },
);
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  finished,
  fc.record({ kind: fc.constant('diverged' as const), step: fc.nat(1500), message: name }),
  fc.constant({ kind: 'stopped' as const }),
  fc.record({ kind: fc.constant('failed' as const), message: name }),
);
const curve: fc.Arbitrary<readonly CurvePoint[]> = fc
  .array(
    fc.record({ size: fc.integer({ min: 1, max: 5000 }), correct: fc.nat(5000), steps: fc.nat(50), loss }),
  )
  .map((windows) => {
    let images = 0;
    let step = 0;
    return windows.map(({ size, correct, steps, loss }) => {
      images += size;
      step += steps;
      return { images, step, ms: 2 * images, loss, acc: Math.min(correct, size) / size };
    });
  });
const history = fc.array(
  fc.record({
    loss,
    val_loss: loss,
    acc: fc.double({ min: 0, max: 1, noNaN: true }),
    val_acc: fraction,
  }),
  { maxLength: 6 },
);

/** So long that all curves fit. */
const long = (each: Experiment): Experiment => ({
  ...each,
  images: 20_000 + (each.images % 30_000),
  epochs: 100 + (each.epochs % 100),
});

const run: fc.Arbitrary<RunResult> = fc
  .record({
    experiment,
    name: fc.option(name),
    fork: fc.option(
      fc.record(
        { parent: name, experiment, step: fc.nat(1e6), images: fc.nat(1e5), initialShare: fraction },
        { requiredKeys: ['parent', 'experiment', 'step', 'images'] },
      ),
    ),
    points: curve,
    history,
    outcome,
    engine: name,
    threads: fc.option(fc.nat(64)),
    seconds: fc.option(fc.nat(1e7).map((n) => n / 100)),
    weightsSha256: fc.option(
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
    ),
  })
  .map(({ name, fork, history, ...rest }) => ({
    ...rest,
    experiment: long(rest.experiment),
    name: name ?? runName(long(rest.experiment)),
    ...(fork && { fork }),
    history: history.map((epoch, i) => ({ epoch: i + 1, images: 700 * (i + 1), ...epoch })),
  }));

describe('encodeResults and decodeResults', () => {
  it('carries two real-looking runs in well under 8 kB of link', () => {
    const { text, leftOut, thinned } = encodeResults(pair);
    const link = `https://example.org/norm-playground/#${encodeLink(BATCH_2.comparison, DEFAULT_MATRIX, { results: text })}`;
    expect(pair.map(({ points }) => points.length)).toEqual([364, 364]);
    expect(link).toMatch(/#v=1&run=norm:batch,weights:plain&results=[A-Za-z0-9_-]+$/);
    expect(link.length).toBeLessThan(2600);
    expect({ leftOut, thinned }).toEqual({ leftOut: 0, thinned: 0 });
    const runs = decoded(decodeFragment(link.slice(link.indexOf('#')))?.results ?? '');
    pair.forEach((run, i) => {
      expectSame(runs[i], run);
    });
  });

  it('carries six runs in under 8 kB, and a dozen', () => {
    const six = encodeResults([
      ...seeds(DEFAULT_EXPERIMENT, 3),
      ...seeds(BATCH_2.comparison[1] ?? DEFAULT_EXPERIMENT, 3),
    ]);
    expect(six.text.length).toBeLessThan(7200);
    expect(encodeResults(seeds(DEFAULT_EXPERIMENT, 12))).toMatchObject({ leftOut: 0, thinned: 0 });
  });

  it('round-trips any runs, within the precision that it states', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 4 }), (runs) => {
        const { text, leftOut } = encodeResults(runs);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(leftOut).toBe(0);
        const read = decoded(text);
        expect(read).toHaveLength(runs.length);
        runs.forEach((run, i) => {
          expectSame(read[i], run);
        });
      }),
    );
  });

  it('writes out the longest settings there can be', () => {
    const longest = (key: FieldKey): string | number => {
      const field: Field = FIELDS[key];
      if (field.kind === 'number') return field.integer ? field.max : 0.0000010000000000000002;
      return (
        field.values.toSorted((a, b) => b.length - a.length).find((value) => value !== field.default) ?? ''
      );
    };
    const settings = validateExperiment(
      Object.fromEntries(FIELD_KEYS.map((key) => [key, longest(key)])),
    ).value;
    const parent = { ...DEFAULT_EXPERIMENT, schedule: 'cosine', warmup: 0.5, decay: 0.01 } as const;
    const fork = { parent: 'BN', experiment: parent, step: 4, images: 8 };
    const run = { ...noisyRun(settings, false), fork };
    expect(decoded(encodeResults([run]).text)[0]).toMatchObject({ experiment: settings, fork });
  });

  it.each([
    ['conv32k11', 'conv32k11/2'],
    ['conv16k15/8', 'conv16k15/8'],
  ])('writes out a network of 40 layers %s, of runs and of forks', (word, first) => {
    const network = [first, ...Array.from({ length: 39 }, () => word)].join(' ');
    const settings: Experiment = {
      ...{ ...DEFAULT_EXPERIMENT, norm: 'batch', weights: 'plain', position: 'before-activation' },
      ...{ momentum: 0.9, batch: 128, optimizer: 'sgd', lr: 0.01, epochs: 5, images: 10_000 },
      ...{ dropout: 'off', network, seed: 1234 },
    };
    expect(writeSettings(settings, DEFAULT_EXPERIMENT).length).toBeGreaterThan(500);
    const fork = { parent: 'BN', experiment: settings, step: 4, images: 8 };
    const runs = [noisyRun(settings), { ...noisyRun(DEFAULT_EXPERIMENT), fork }];
    const read = decoded(encodeResults(runs).text);
    expect(read.map(({ experiment }) => experiment)).toEqual([settings, DEFAULT_EXPERIMENT]);
    expect(read[1]?.fork).toEqual(fork);
  });

  it('refuses settings that no reader would take, rather than cut them', () => {
    const run = noisyRun({ ...DEFAULT_EXPERIMENT, network: 'conv32 '.repeat(300) });
    expect(() => encodeResults([run])).toThrow(/21\d\d bytes of text are more than 2000/);
  });

  it('chooses the learning rate that the sender chose, by validations with recalibrated statistics', () => {
    const cell: Experiment = { ...DEFAULT_EXPERIMENT, norm: 'batch', weights: 'plain', batch: 128 };
    const trials = trialsOf(cell, [0.001, 0.01]);
    const chosenOf = (runs: readonly RunResult[]): number | undefined =>
      searchRates(trials, ({ lr }) => {
        const run = runs.find(({ experiment }) => experiment.lr === lr);
        return run && endedTrial(run.outcome, run.history);
      }).chosen;
    const sent = trials.map((trial, i): RunResult => {
      const run = noisyRun(trial);
      const history = run.history.map((epoch) => ({ ...epoch, val_acc: [0.3, 0.2][i] ?? 0 }));
      const validation = { loss: 0.5, acc: [0.8, 0.85][i] ?? 0 };
      const recalibrated = { ...retest, validation, images: 1000 };
      return { ...run, history, outcome: { kind: 'finished', test: retest.test, recalibrated } };
    });
    expect(chosenOf(sent)).toBe(0.01);
    expect(chosenOf(decoded(encodeResults(sent).text))).toBe(0.01);
  });

  it('takes time to be even over the images', () => {
    const [run] = decoded(encodeResults(pair).text);
    const last = groupNorm?.points.at(-1);
    expect(run?.points.at(-1)?.ms).toBe(Math.round(last?.ms ?? 0));
    expect(run?.points[99]?.ms).toBeCloseTo(((last?.ms ?? 0) * (run?.points[99]?.images ?? 0)) / 18_000, 0);
  });

  it('thins long curves so that a dozen of 20,000 points fit, the ends of epochs kept', () => {
    const settings = { ...DEFAULT_EXPERIMENT, images: 10_000, epochs: 4 };
    const runs = Array.from({ length: 12 }, (_, i) => noisyRun({ ...settings, seed: i + 1 }, true));
    expect(runs[0]?.points).toHaveLength(20_000);
    const { text, leftOut, thinned } = encodeResults(runs);
    expect(text.length).toBeLessThanOrEqual(MAX_RESULTS);
    expect({ leftOut, thinned }).toEqual({ leftOut: 0, thinned: 12 });
    for (const run of decoded(text)) {
      expect(run.thinned).toBe(true);
      expect(run.points.length).toBeGreaterThan(400);
      const ends = new Set(run.points.map(({ images }) => images));
      expect(run.history.every(({ images }) => ends.has(images))).toBe(true);
      // Merging keeps sums: the mean over the run's images is that of its points.
      const mean = (points: readonly CurvePoint[], key: 'acc' | 'loss'): number =>
        points.reduce((sum, p, i) => sum + p[key] * (p.images - (points[i - 1]?.images ?? 0)), 0) / 40_000;
      const original = runs.find(({ experiment }) => experiment.seed === run.experiment.seed)?.points ?? [];
      expect(mean(run.points, 'acc')).toBeCloseTo(mean(original, 'acc'), 12);
      expect(off(mean(run.points, 'loss'), mean(original, 'loss'))).toBeLessThan(run.lossPrecision);
    }
  });

  it('leaves runs out from the end, and says how many, when thinning is not enough', () => {
    const many = encodeResults(seeds({ ...DEFAULT_EXPERIMENT, epochs: 2 }, 110));
    expect(many.text.length).toBeLessThanOrEqual(MAX_RESULTS);
    expect(many.leftOut).toBeGreaterThan(10);
    const runs = decoded(many.text);
    expect(runs).toHaveLength(110 - many.leftOut);
    expect(runs.length).toBeGreaterThanOrEqual(75);
    expect(runs.map(({ experiment }) => experiment.seed)).toEqual(runs.map((_, i) => i + 1));
  });

  it('leaves out what a mended file may hold and no curve has', () => {
    const [first, ...others] = groupNorm?.points ?? [];
    if (!groupNorm || !first) throw new Error('no points');
    const points = [
      first,
      first,
      { ...first, images: 2.5 },
      { ...first, images: 3, acc: Number.NaN },
      ...others,
      { ...first, images: 2 ** 40 },
    ];
    const { text } = encodeResults([{ ...groupNorm, points, weightsSha256: 'none', seconds: Number.NaN }]);
    expectSame(decoded(text)[0], { ...groupNorm, weightsSha256: null, seconds: null });
  });

  it('keeps reading what the first version wrote', () => {
    const noisy = noisyRun(tiny);
    const first =
      'AYkpmJhdGNoOjUwLGVwb2NoczoxLGltYWdlczoxMDAsc2VlZDo1EqENQVSAoV0FTTSByZWxheGVkIFNJTUQpIMK3IDIgdGhyZWFkc5pwno2rblb353sFlfYqLhCJZemEQu3PVvf-px5WAaY4Mnvt-n-6ebNkrsbNK8YP___SXNIki1H___GndTy___46hXc3___xZ___8eEkUjcXyv7Z5_gF9gvk';
    expect(encodeResults([noisy]).text).not.toBe(first);
    expectSame(decoded(first)[0], noisy);
  });

  it('keeps reading what the second version wrote', () => {
    const second =
      'ApEpmJhdGNoOjUwLGVwb2NoczoxLGltYWdlczoxMDAsc2VlZDo1EqENQVSAoV0FTTSByZWxheGVkIFNJTUQpIMK3IDIgdGhyZWFkc5pwno2rblb353sFlfYqLhCJZemEQu3PVvf-px5WAaY4Mnvt-n-6ebNkrsbNK8YP___SXNESRaj___jTup5f__8dQrub___4s___-PCSKRuL5X9s8_xHBub3JtOmJhdGNoLHdlaWdodHM6cGxhaW6SaacJ6UiEnI_Nze5Np0zuTe6uBY7srSztDo5nTm6MLcyMLkyNL0yskU5J_31wtJ4B3i-myD2-ntXUTBp8muP55qXAZowupULStMT3W3F5j87-GUAMAAAAAAAAleMH___jGPG1B_sAAAAAAAASvGD___0lzSJItR___xrbNKv__-Off51___8Wf___HiLcXBtk_n4Jtmm3c';
    const runs = [noisyRun(tiny), forkedWith(retest)];
    expect(encodeResults(runs).text).not.toBe(second);
    runs.forEach((run, i) => {
      expectSame(decoded(second)[i], run);
    });
  });

  it('keeps reading what the third version wrote, and takes no more for the same', () => {
    const cats: DataSpec = {
      ...{ id: 'cats.3fa9', name: 'Cats', sha256: '3fa9'.repeat(16), shape: [12, 10, 3] },
      ...{ classes: ['Tabby', 'Manx', 'Tabby'], counts: { train: 300, validation: 60, test: 90 } },
    };
    const why = 'data/manifest.json could not be loaded: the server answered 404 (no such file).';
    const runs: RunResult[] = [
      noisyRun(tiny),
      { ...noisyRun({ ...tiny, data: 'synthetic' }), data: { spec: SYNTHETIC, why } },
      { ...noisyRun({ ...tiny, data: 'cats.3fa9' }), data: { spec: cats } },
      { ...noisyRun({ ...tiny, data: 'cats.3fa9', seed: 6 }), data: { spec: cats } },
      noisyRun({ ...tiny, data: 'dogs.0011' }),
    ];
    const third =
      'A6kpmJhdGNoOjUwLGVwb2NoczoxLGltYWdlczoxMDAsc2VlZDo1EiVCGoKpAUK6CpppA5MrYwvDKyECmkpqIUkGFbkBkQOjQ5MrCyOc04T0bVtyt7872CyvsVFwhEsvTCIXbnq3v_U48rANMcGT32_T_dPNmyV2NmleMH___pLmiJItR___xp3U8v__-OoV3N___8Wf___HhJFI3F8r-2ef48ZGF0YTpzeW50aGV0aWNT5kYXRhL21hbmlmZXN0Lmpzb24gY291bGQgbm90IGJlIGxvYWRlZDogdGhlIHNlcnZlciBhbnN3ZXJlZCA0MDQgKG5vIHN1Y2ggZmlsZSkuSTTThPRtW3K3vzvYLK-xUXCESy9MIhduere_9TjysA0xwZPfb9P9082bJXY2aV4wf__-kuaIki1H___GndTy___46hXc3___xZ___8eItxfK_tnn-PGRhdGE6Y2F0cy4zZmE5kkZMbC6OZcZszCcqENhdHNSAzZmE5M2ZhOTNmYTkzZmE5M2ZhOTNmYTkzZmE5M2ZhOTNmYTkzZmE5M2ZhOTNmYTkzZmE5M2ZhOTNmYTkzZmE540mmVKjCxMTyoTWFueNIy4nxXSSaacJ6Nq25W9-d7BZX2Ki4QiWXphELtz1b3_qceVgGmODJ77fp_unmzZK7GzV0H_Wtq59Vmz0iSJ8f4a2___nHP___8WD_muFHrhR64Rbi____Sg__-nvP8WObKysh0bSSSTTThPREzmGf2I2Zdl40KJhzoG1Vy8OfPgCP90RzCRbg4PWR-5P909A6PCdS2ug_61tXPqs2ekSRPj_vzL__x01___-LB_zXCj1wo9cItxf___5wf_85fz_iNTmysrIdGpYyMLownTI3s7mXGBgYmMkUk004T0bVtyt7872CyvsVFwhEsvTCIXbnq3v_U48rANMcGT32_T_dPNmyV2NmtQP-tbVz6rNnpEkWo___7-7jkuP__-_sWhuT___4s___-PEW4v__-__70__wUG8_wAgKHGD';
    expect(encodeResults(runs).text).not.toBe(third);
    expect(encodeResults(runs).text).toHaveLength(third.length);
    runs.forEach((run, i) => {
      expectSame(decoded(third)[i], run);
    });
  });

  it('keeps reading recalibrated statistics of the third version, which left the validation out', () => {
    const third =
      'A5EpmJhdGNoOjUwLGVwb2NoczoxLGltYWdlczoxMDAsc2VlZDo1EiVCGoKpAUK6CpppA5MrYwvDKyECmkpqIUkGFbkBkQOjQ5MrCyOc04T0bVtyt7872CyvsVFwhEsvTCIXbnq3v_U48rANMcGT32_T_dPNmyV2NmleMH___pLmiJItR___xp3U8v__-OoV3N___8Wf___HhJFI3F8r-2ef4jg3N7k2nTEwujG0FjuytLO0OjmdODYwtLdIkmmnCelIhJyPzc3uTadM7k3urgWO7K0s7Q6OZ05ujC3MjC5MjS9MrJFOSf99cLSeAd4vpsg9vp7V1EwafJrj-ealwGaMLqVC0rTE91txeY_O_hlADAAAAAAAAJXjB___4xjxtQf7AAAAAAAAErxg___9Jc0iSLUf__8a2zSr___jn3-df___Fn___x4i3FwbZP5-Ap1ItGw';
    [noisyRun(tiny), forkedWith(retest)].forEach((run, i) => {
      expectSame(decoded(third)[i], run);
    });
  });

  it('writes the fourth version as it stands, and keeps reading it', () => {
    const fourth =
      'BJk-G5vcm06YmF0Y2gsd2VpZ2h0czpwbGFpbixiYXRjaDo1MCxlcG9jaHM6MSxpbWFnZXM6MTAwLHNlZWQ6NRIlQhqCqQFCugqaaQOTK2MLwyshAppKaiFJBhW5AZEDo0OTKwsjnNOE9KRCTkfm5vcm06Z3JvdXAsd2VpZ2h0czpzdGFuZGFyZGl6ZWSKck_764Wk8A7xfTZB7fT2rqJg0-TXH881LgM0YXUqFpWmJ7rbi8x-d_DKAGAAAAAAAASvGD___xjHjag_2AAAAAAAAJXjB___6S5oiSLUf__8a2zSr___jn3-df___Fn___x4SRSNxcG2T-fkkiSaacJ6aKopyT_vrhaTwDvF9NkHt9PauomDT5NcfzzUuAzRhdSoWlaYnutuLzH538MoAYAAAAAAABK8YP___GMeNqD_YAAAAAAAAleMH___pLmk_4AAAAAAAALUf___WkSRaj___jW2aVf__8c-_zr___4s___-PEW4uDbJ_PySRJNNOE9NFUU5J_31wtJ4B3i-myD2-ntXUTBp8muP55qXAZowupULStMT3W3F5j87-GUAMAAAAAAAAleMH___jGPG1B_sAAAAAAAASvGD___0lzSf8AAAAAAAAFqB_qqqqqqqqqxJFqP__-NbZpV___xz7_Ov___iz___48Rbi4Nsn8_AHaD88I';
    const runs = [
      forkedWith(retest),
      forkedWith({ ...retest, validation: { loss: 0.5, acc: 0.85 } }),
      forkedWith({ ...retest, validation: { loss: 0.5, acc: 1 / 3 } }),
    ];
    expect(encodeResults(runs).text).toBe(fourth);
    runs.forEach((run, i) => {
      expectSame(decoded(fourth)[i], run);
    });
  });
});

describe('decodeResults on what is no results', () => {
  const { text } = encodeResults(pair);
  const version = fc.constantFrom(1, 2, 3, 4);

  it('refuses what no training gives, under a right checksum too', () => {
    const { experiment } = groupNorm as RunResult;
    const ended = (test: { loss: number; acc: number }): Partial<RunResult> => ({
      outcome: { kind: 'finished', test },
    });
    const one = { images: 600, step: 300, ms: 1, loss: 1, acc: 0.5 };
    const total = experiment.images * experiment.epochs;
    for (const [change, words] of [
      [ended({ loss: 1, acc: 123.45 }), /test\.acc: 123\.45 is not a number from 0 to 1/],
      [ended({ loss: 1, acc: Number.NaN }), /test\.acc: NaN is not a number from 0 to 1/],
      [ended({ loss: -1, acc: 0.5 }), /test\.loss: -1 is not a number from 0 on/],
      [{ points: [{ ...one, images: total + 2 }] }, /steps\.images: [\d,]+ is more than the experiment's/],
      [{ points: [{ ...one, step: 10 * total }] }, /steps\.step: [\d,]+ is more than the experiment's/],
      [{ outcome: { kind: 'diverged', step: 10 * total, message: 'x' } }, /divergedAt: /],
    ] as const) {
      const { text } = encodeResults([{ ...(groupNorm as RunResult), ...(change as Partial<RunResult>) }]);
      expect(decodeResults(text).problem).toMatch(words);
    }
  });

  it('cleans names as those of files are, and keeps joiners and directions', () => {
    const names = [
      'a\u0000\nb',
      '👨‍👩‍👧 · GN',
      '\u202bשלום\u202c',
      '=1+1',
      '"""',
      '</script>',
      'é'.repeat(300),
    ];
    const { text } = encodeResults(names.map((each) => ({ ...(groupNorm as RunResult), name: each })));
    expect(decoded(text).map(({ name: read }) => read)).toEqual(['a b', ...names.slice(1)]);
  });

  it('finds a cut and a changed character anywhere', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.constantFrom(...'Aa0-_%é'), (at, character) => {
        expect(decodeResults(text.slice(0, at)).problem).toMatch(/damaged or cut off/);
        if (text.charAt(at) === character) return;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        expect(decodeResults(changed).problem).toMatch(/^results: .*(damaged|character|newer)/);
      }),
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })), (garbage) => {
        expect(decodeResults(garbage).problem).toMatch(/^results: /);
      }),
    );
  });

  it('reads or refuses any bytes under a right checksum, within bounds', () => {
    fc.assert(
      fc.property(version, fc.uint8Array({ maxLength: 3000, size: 'max' }), (version, bytes) => {
        const { runs, problem } = decodeResults(seal(version, bytes));
        expect(runs === undefined).toBe(problem !== undefined);
        for (const run of runs ?? []) {
          expect(run.points.length).toBeLessThanOrEqual(5000);
          expect(validateExperiment({ ...run.experiment }).problems).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads or refuses true results with bits flipped under a right checksum', () => {
    const bytes = Buffer.from(text, 'base64url').subarray(1, -4);
    const flips = fc.array(fc.nat(8 * bytes.length - 1), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(version, flips, (version, flips) => {
        const changed = Uint8Array.from(bytes);
        for (const bit of flips) changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        for (const run of decodeResults(seal(version, changed)).runs ?? []) {
          for (const { acc, images } of run.points) {
            expect(acc >= 0 && acc <= 1 && Number.isSafeInteger(images)).toBe(true);
          }
        }
      }),
    );
  });

  it.each([
    ['a newer version', seal(5, Uint8Array.of(1, 2, 3)), /made by a newer version \(5\)/],
    ['nothing', seal(1, Uint8Array.of()), /end too early/],
    ['too much', 'A'.repeat(MAX_RESULTS + 1), /30001 characters are more than 30000/],
    ['an empty text', '', /damaged or cut off/],
  ])('says what is wrong with %s', (_, text, message) => {
    expect(decodeResults(text).problem).toMatch(message);
  });

  it('refuses a run under a setting that it does not know, rather than show it as another', () => {
    const bits = new BitWriter();
    bits.whole(1);
    bits.text('norm:spectral');
    expect(decodeResults(seal(1, bits.bytes())).problem).toMatch(
      /settings that this version cannot read \(norm: 'spectral' is not one of/,
    );
  });
});
