import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, FIELDS, type Field } from '../spec/fields.ts';
import { validateExperiment } from '../spec/validate.ts';
import { divergedRun, finishedRun } from '../testing/madeUpRuns.ts';
import type { Outcome } from '../training/events.ts';
import { readRunFile } from './readRunFile.ts';
import { RUNS_FILE_FORMAT, type RunResult, toRunFile } from './runFile.ts';

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function readOne(input: unknown): RunResult {
  const read = readRunFile(input);
  if ('problem' in read) throw new Error(read.problem);
  expect(read.results).toHaveLength(1);
  return read.results[0] as RunResult;
}

const problemOf = (input: unknown): string | undefined => {
  const read = readRunFile(input);
  return 'problem' in read ? read.problem : undefined;
};

// Zero and minus zero are one number in JSON.
const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: 0, noDefaultInfinity: true, noNaN: true }).map(Math.abs) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const fraction = fc.double({ min: 0, max: 1, noNaN: true }).map((x) => Math.abs(x));
const score = fc.record({ loss: value, acc: fraction });
const again = fc.record(
  { test: score, validation: score, images: fc.integer({ min: 1, max: 50_000 }) },
  { requiredKeys: ['test', 'images'] },
);
const count = fc.nat({ max: 1e5 });
const ascending = fc.uniqueArray(fc.nat({ max: 1e6 })).map((values) => values.sort((a, b) => a - b));

const experiment: fc.Arbitrary<Experiment> = fc
  .record(
    Object.fromEntries(
      FIELD_KEYS.map((key) => {
        const field: Field = FIELDS[key];
        if (key === 'repeats') return [key, fc.constant(1)];
        if (field.kind === 'choice') return [key, fc.constantFrom(...field.values)];
        return [
          key,
          field.integer
            ? fc.integer({ min: field.min, max: field.max })
            : fc.double({ min: field.min, max: field.max, noNaN: true }),
        ];
      }),
    ),
  )
  .map((settings) => validateExperiment(settings).value);

const word = fc.stringMatching(/^[a-zA-Z0-9 ·()+é]{1,40}$/).map((text) => text.trim() || 'x');
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);

const run: fc.Arbitrary<RunResult> = fc
  .record({
    name: word,
    notes: fc.option(word, { nil: undefined }),
    experiment,
    fork: fc.option(
      fc.record(
        { parent: word, experiment, step: count, images: count, initialShare: fraction },
        { requiredKeys: ['parent', 'experiment', 'step', 'images'] },
      ),
      { nil: undefined },
    ),
    history: ascending.chain((images) =>
      fc.tuple(
        ...images.map((seen, i) =>
          fc.record({
            epoch: fc.constant(i + 1),
            images: fc.constant(seen),
            loss: value,
            acc: fraction,
            val_loss: value,
            val_acc: fraction,
          }),
        ),
      ),
    ),
    points: ascending.chain((images) =>
      fc.tuple(
        ...images.map((seen, i) =>
          fc.record({
            images: fc.constant(seen),
            step: fc.constant(i),
            ms: fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs),
            loss: value,
            acc: fraction,
          }),
        ),
      ),
    ),
    outcome: fc.oneof(
      fc.record(
        {
          kind: fc.constant('finished' as const),
          test: score,
          recalibrated: again,
          retested: again,
        },
        { requiredKeys: ['kind', 'test'] },
      ),
      fc.record({ kind: fc.constant('diverged' as const), step: count, message: word }),
      fc.record({ kind: fc.constant('failed' as const), message: word }),
      fc.constant({ kind: 'stopped' as const }),
    ),
    engine: word,
    threads: fc.option(fc.integer({ min: 1, max: 64 })),
    seconds: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs)),
    weightsSha256: fc.option(hash),
  })
  .map(({ notes, fork, outcome, ...rest }) => {
    const ended: Outcome =
      outcome.kind === 'finished' && rest.weightsSha256
        ? { ...outcome, weightsSha256: rest.weightsSha256 }
        : outcome;
    // So long that all curves fit.
    const long = { ...rest.experiment, images: 50_000, epochs: 200, batch: 1 };
    return { ...rest, experiment: long, ...(notes && { notes }), ...(fork && { fork }), outcome: ended };
  });

describe('readRunFile', () => {
  it('reads back what toRunFile writes, alone, in a list and in an export', () => {
    fc.assert(
      fc.property(run, (result) => {
        const file = throughJson(toRunFile(result));
        for (const input of [file, [file], { format: RUNS_FILE_FORMAT, runs: [file] }]) {
          expect(readRunFile(input)).toEqual({ results: [result], notes: [] });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (input) => void readRunFile(input)));
    // A run with one thing replaced by anything.
    const file = toRunFile(finishedRun(0.5));
    const paths = [
      ...Object.keys(file),
      'history.loss',
      'steps.images',
      'steps.loss',
      'test.acc',
      'epochs.images',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.anything(), (path, anything) => {
        const copy = throughJson(file) as Record<string, unknown>;
        const [outer = '', inner] = path.split('.');
        if (inner === undefined) copy[outer] = anything;
        else copy[outer] = { ...(copy[outer] as object), [inner]: anything };
        const read = readRunFile(copy);
        if ('problem' in read) expect(read.problem).not.toBe('');
        else expect(read.results).toHaveLength(1);
      }),
    );
  });

  it('keeps that a loss was not a number', () => {
    const run = divergedRun();
    const point = { images: 200, step: 2, ms: 20, loss: Number.NaN, acc: 0 };
    const read = readOne(throughJson(toRunFile({ ...run, points: [...run.points, point] })));
    expect(read.points.at(-1)).toEqual(point);
    expect(read.outcome).toEqual(run.outcome);
  });

  it('reads files from before there was a format', () => {
    // As `npm run train` wrote them up to version 0.1.
    const { repeats, ...settings } = { ...DEFAULT_EXPERIMENT, images: 250, batch: 100, epochs: 2 };
    const old = {
      experiment: settings,
      history: { loss: [1, 0.5], acc: [0.5, 0.6], val_loss: [1, 0.7], val_acc: [0.5, 0.6] },
      steps: {
        images: [100, 200, 250, 350, 450, 500],
        loss: [2, 1.5, 1, 0.9, 0.8, 0.7],
        acc: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
      },
      test: { loss: 0.6, acc: 0.61 },
      outcome: 'finished',
      engine: 'CPU (WASM SIMD) · 2 threads',
      threads: 2,
      seconds: 1.5,
      weightsSha256: 'a'.repeat(64),
    };
    const read = readOne(old);
    expect(read.name).toBe('GN(32)+WS · seed 1');
    expect(read.experiment).toEqual({ ...settings, repeats: 1 });
    expect(read.points.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(read.points.map(({ ms }) => ms)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(read.history.map(({ epoch, images }) => [epoch, images])).toEqual([
      [1, 250],
      [2, 500],
    ]);
    expect(read.outcome).toEqual({ kind: 'finished', test: old.test, weightsSha256: 'a'.repeat(64) });
  });

  it('reads files of the first format, made by the versions before this one', () => {
    const fixture = (name: string): unknown =>
      JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'));
    const one = readRunFile(fixture('run-1.json'));
    const three = readRunFile(fixture('runs-1.json'));
    if ('problem' in one || 'problem' in three) throw new Error('unreadable');
    expect([...one.notes, ...three.notes]).toEqual([]);
    expect(three.results.map(({ experiment }) => [experiment.norm, experiment.lr, experiment.data])).toEqual([
      ['group', 0.001, 'fashion-mnist'],
      ['batch', 0.001, 'synthetic'],
      ['batch', 1, 'synthetic'],
    ]);
    expect(three.results[2]?.outcome).toMatchObject({ kind: 'diverged', step: 2 });
    expect(one.results[0]).toMatchObject({
      name: 'BN · seed 5',
      notes: 'mine',
      fork: { parent: 'BN', step: 1, images: 50, initialShare: 0.990001, experiment: { batch: 25 } },
      outcome: { kind: 'finished', test: { acc: 0.219 }, recalibrated: { images: 100 } },
    });
    expect(one.results[0]?.points).toHaveLength(three.results[1]?.points.length ?? 0);
  });

  it('leaves out what a newer version added, and says so', () => {
    const file = toRunFile(finishedRun(0.5));
    const newer = { ...file, colour: 'red', experiment: { ...file.experiment, mixup: 0.2 } };
    const read = readRunFile(newer);
    expect(read).toEqual({
      results: [finishedRun(0.5)],
      notes: [
        '"colour" is not a field of a run that this version knows; ignored',
        "experiment: 'mixup' is not a setting, ignored",
      ],
    });
  });

  it('counts what is unknown where there is much of it', () => {
    const file = toRunFile(finishedRun(0.5));
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`field ${i}`, i]));
    const read = readRunFile({ ...file, ...many, experiment: { ...file.experiment, ...many } });
    expect('notes' in read && read.notes).toHaveLength(12);
    expect('notes' in read && read.notes[5]).toBe('995 more fields that this version does not know; ignored');
  });

  it('keeps the runs that can be read, and names those that cannot', () => {
    const file = toRunFile(finishedRun(0.5));
    const read = readRunFile([file, { ...file, engine: 7 }]);
    expect(read).toMatchObject({ notes: ['run 2: engine: 7 is not a text; left out'] });
    expect('results' in read && read.results).toHaveLength(1);
  });

  it('cuts names and notes', () => {
    const file = {
      ...toRunFile(finishedRun(0.5)),
      name: `a\n${'b'.repeat(297)}👨‍👩‍👧`,
      notes: 'c'.repeat(20_000),
    };
    const read = readOne(file);
    expect(read.name).toBe(`a ${'b'.repeat(297)}`);
    expect(read.notes).toHaveLength(10_000);
  });

  const good = toRunFile(finishedRun(0.5));
  const steps = good.steps;
  it.each<[unknown, string]>([
    [7, 'this is not a run file: 7 is not a run or a list of runs'],
    [{}, 'this is not a run file: it has no format and no experiment'],
    [{ format: 'x' }, 'this is not a run file: format is "x"'],
    [
      { format: 'norm-playground/run/2' },
      'format: "norm-playground/run/2" is of a newer version of the playground than this one',
    ],
    [[], 'there are no runs in it'],
    [Array.from({ length: 2001 }, () => good), '2,001 runs are more than the 2,000 that can be read'],
    [{ format: 'norm-playground/runs/1', runs: 'many' }, 'runs: "many" is not a list of runs'],
    [{ ...good, steps: { ...steps, loss: [1, 2] } }, 'steps.loss: 2 values, but steps.images has 3'],
    [{ ...good, epochs: { images: [1, 2] } }, 'epochs.images: 2 values, but history.loss has 1'],
    [{ ...good, steps: { ...steps, images: [1, 3, 3] } }, 'steps.images.2: 3 is not above 3 before it'],
    [{ ...good, steps: { ...steps, acc: [0, 0, 86.4] } }, 'steps.acc.2: 86.4 is not a number up to 1'],
    [{ ...good, steps: { ...steps, loss: 'low' } }, 'steps.loss: "low" is not a list'],
    [
      { ...good, steps: { ...steps, loss: Array.from({ length: 200_001 }, () => 1) } },
      'steps.loss: a list of 200,001 is not a list of at most 200,000',
    ],
    [{ ...good, steps: { ...steps, loss: [1, -3, 1] } }, 'steps.loss.1: -3 is not a number from 0 on'],
    [{ ...good, steps: { ...steps, acc: [1, null, 1] } }, 'steps.acc.1: null is not a number'],
    [
      { ...good, steps: { ...steps, images: [100, 200, 301] } },
      "steps.images: 301 is more than the experiment's 300 training images",
    ],
    [
      { ...good, steps: { ...steps, step: [1, 2, 4] } },
      "steps.step: 4 is more than the experiment's 3 updates",
    ],
    [
      { ...good, outcome: 'diverged', divergedAt: 99 },
      "divergedAt: 99 is more than the experiment's 3 updates",
    ],
    [{ ...good, test: { loss: -1, acc: 0.5 } }, 'test.loss: -1 is not a number from 0 on'],
    [{ ...good, outcome: 'won' }, 'outcome: "won" is not one of finished, diverged, stopped, failed'],
    [{ ...good, test: null }, 'test: a run that finished has a test score, found nothing'],
    [{ ...good, weightsSha256: 'abc' }, 'weightsSha256: "abc" is not a SHA-256 sum (64 hexadecimal digits)'],
    [{ ...good, experiment: { ...good.experiment, batch: 0 } }, 'experiment.batch: 0 is below 1'],
    [
      { ...good, experiment: { ...good.experiment, network: 'resnet' } },
      "experiment.network: 'resnet' at character 1 is not one of reference-cnn, small-cnn, mlp, resnet-8, resnet-20, strided-cnn, nor a layer such as conv16, conv16k5/2, res32/2, pool, gap, dense64 or drop25",
    ],
  ])('says what is wrong (%#)', (input, problem) => {
    expect(problemOf(input)).toBe(problem);
  });

  it('reads a curve of 200,000 points without hanging', () => {
    const images = Array.from({ length: 200_000 }, (_, i) => i + 1);
    const ones = images.map(() => 1);
    const started = performance.now();
    const long = { ...good.experiment, images: 1000, batch: 1, epochs: 200 };
    const read = readOne({
      ...good,
      experiment: long,
      steps: { images, step: images, ms: images, loss: ones, acc: ones },
    });
    expect(read.points).toHaveLength(200_000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
