import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison, Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, FIELDS } from '../spec/fields.ts';
import { type Matrix, METHODS } from '../spec/matrix.ts';
import { PRESETS } from '../spec/presets.ts';
import { validateExperiment } from '../spec/validate.ts';
import { decodeFragment, encodeComparison } from './link.ts';

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

const comparison: fc.Arbitrary<Comparison> = fc
  .tuple(experiment, fc.array(experiment, { maxLength: 11 }))
  .map(([base, others]) => [base, ...others]);

const matrix: fc.Arbitrary<Matrix> = fc.record({
  methods: fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1 }),
  batches: fc
    .uniqueArray(fc.integer({ min: 1, max: 1024 }), { minLength: 1, maxLength: 10 })
    .map((batches) => batches.sort((a, b) => a - b)),
});

describe('encodeComparison and decodeFragment', () => {
  it('round-trips any comparison without a problem', () => {
    fc.assert(
      fc.property(comparison, matrix, (value, table) => {
        expect(decodeFragment(`#${encodeComparison(value, table)}`)).toEqual({
          comparison: value,
          matrix: table,
          problems: [],
        });
      }),
    );
  });

  it('writes only what differs, readably', () => {
    expect(encodeComparison([DEFAULT_EXPERIMENT])).toBe('v=1');
    expect(encodeComparison(PRESETS[0].comparison)).toBe('v=1&run=norm:batch,weights:plain');
    expect(encodeComparison([{ ...DEFAULT_EXPERIMENT, batch: 8, lr: 1e-6 }])).toBe('v=1&batch=8&lr=0.000001');
  });

  it('survives being escaped by a mail program', () => {
    const escaped = 'v%3D1'.replace('%3D', '=').concat('&run=norm%3Abatch%2Cweights%3Aplain');
    expect(decodeFragment(escaped)?.comparison).toEqual(PRESETS[0].comparison);
  });

  it('opens any text at all with a valid comparison and few, short problems', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc
        .array(fc.tuple(fc.constantFrom('run', 'v', '__proto__', ...FIELD_KEYS), fc.string()))
        .map((pairs) =>
          pairs
            .map(([key, value]) => `${key}=${encodeURIComponent(value.replace(/[\ud800-\udfff]/g, ''))}`)
            .join('&'),
        ),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const link = decodeFragment(text);
        if (link === undefined) return;
        expect(link.problems.length).toBeLessThanOrEqual(9);
        for (const problem of link.problems) expect(problem.message.length).toBeLessThan(300);
        for (const each of link.comparison) expect(validateExperiment({ ...each }).problems).toEqual([]);
      }),
    );
  });

  it.each([
    ['batch=0', 'batch: 0 is below 1, used 1'],
    ['batch=nine', "batch: 'nine' is not a number, used 2"],
    [
      'norm=weight',
      "norm: 'weight' is not one of group, batch, layer, instance, rms, none, group-as-published, used group",
    ],
    ['epochs=2.5', 'epochs: 2.5 is not a whole number, used 3'],
    ['colour=red', "'colour' is not a setting, ignored"],
    ['batch=4&batch=8', 'batch: given more than once, used the last'],
  ])('says what is wrong with %s', (text, message) => {
    expect(decodeFragment(`v=1&${text}`)?.problems.map((p) => p.message)).toEqual([message]);
  });

  it('opens a link from a newer version with a notice', () => {
    const link = decodeFragment('v=7&batch=16');
    expect(link?.comparison[0].batch).toBe(16);
    expect(link?.problems[0]?.message).toContain('newer version (7)');
  });

  it('keeps to 12 experiments and to links of a sane length', () => {
    const runs = Array.from({ length: 500 }, (_, i) => `run=batch:${i + 1}`).join('&');
    expect(decodeFragment(runs)?.comparison).toHaveLength(12);
    const long = decodeFragment('x'.repeat(1_000_000));
    expect(long?.comparison).toEqual([DEFAULT_EXPERIMENT]);
    expect(long?.problems).toHaveLength(1);
  });

  it('takes an empty fragment for no link', () => {
    expect(decodeFragment('')).toBeUndefined();
    expect(decodeFragment('#')).toBeUndefined();
  });
});
