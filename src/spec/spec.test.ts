import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeComparison,
  describeDifference,
  describeSetting,
  listOf,
  methodName,
  runName,
} from './describe.ts';
import { expandRepeats } from './experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, FIELDS } from './fields.ts';
import { BATCH_2, PRESETS } from './presets.ts';
import { describeProblem, isFieldKey, validateExperiment } from './validate.ts';

describe('validateExperiment', () => {
  it('keeps every valid experiment as it is', () => {
    for (const preset of PRESETS) {
      for (const experiment of preset.comparison) {
        expect(validateExperiment({ ...experiment })).toEqual({ value: experiment, problems: [] });
      }
    }
  });

  it('turns anything into a valid experiment and never throws', () => {
    const anything = fc.dictionary(
      fc.oneof(fc.constantFrom<string>(...FIELD_KEYS), fc.string()),
      fc.anything(),
    );
    fc.assert(
      fc.property(anything, (input) => {
        const { value, problems } = validateExperiment(input);
        expect(validateExperiment({ ...value }).problems).toEqual([]);
        for (const key of Object.keys(input)) {
          const given = input[key];
          const kept =
            isFieldKey(key) &&
            (given === value[key] || (typeof given === 'string' && Number(given) === value[key]));
          expect(kept || problems.some((problem) => problem.path === key)).toBe(true);
        }
      }),
      { examples: [[{ norm: { toString: 0 } }]] },
    );
  });

  it('takes a set that is not here to have any number of images, Fashion-MNIST to be trained on 100 at least', () => {
    expect(validateExperiment({ data: 'lights-12345678', images: 30 }).problems).toEqual([]);
    const { value, problems } = validateExperiment({ images: 30 });
    expect(value.images).toBe(100);
    expect(problems).toHaveLength(1);
  });

  it('uses the base for what is not given, and for a choice it does not know', () => {
    const base = { ...DEFAULT_EXPERIMENT, norm: 'layer', batch: 64 } as const;
    expect(validateExperiment({ norm: 'what' }, base).value).toEqual(base);
    expect(validateExperiment({}, base)).toEqual({ value: base, problems: [] });
  });

  it.each([
    [{ batch: 0 }, 'batch: 0 is below 1, used 1'],
    [{ images: 60_000 }, 'images: 60,000 is above 50,000, used 50,000'],
    [{ lr: '1e-9' }, 'lr: 1e-9 is below 0.000001, used 0.000001'],
    [{ seed: null }, 'seed: null is not a number, used 1'],
    [{ eps: 0 }, 'eps: 0 is below 1e-12, used 1e-12'],
    [{ eps: 2 }, 'eps: 2 is above 1, used 1'],
    [{ eps: 'small' }, "eps: 'small' is not a number or own, used own"],
    [{ batch: 1e300 }, 'batch: 1e+300 is above 1,024, used 1,024'],
  ])('words %j as %s', (input, message) => {
    expect(validateExperiment(input).problems.map(describeProblem)).toEqual([message]);
  });
});

describe('fields', () => {
  it('names every value of a choice and keeps defaults within limits', () => {
    for (const key of FIELD_KEYS) {
      const field = FIELDS[key];
      if (field.kind === 'choice')
        expect(Object.keys(field.names)).toEqual(expect.arrayContaining([...field.values]));
      else if (typeof field.default === 'string')
        expect(Object.keys('words' in field ? field.words : {})).toContain(field.default);
      else expect(field.default).toSatisfy((n: number) => n >= field.min && n <= field.max);
    }
  });
});

describe('names', () => {
  it('uses the field’s abbreviations', () => {
    expect(runName(DEFAULT_EXPERIMENT)).toBe('GN(32)+WS · seed 1');
    expect(methodName({ ...DEFAULT_EXPERIMENT, norm: 'batch', weights: 'plain' })).toBe('BN');
  });

  it('words a setting so that it fits in a sentence', () => {
    const words = FIELD_KEYS.map((key) => describeSetting(DEFAULT_EXPERIMENT, key));
    expect(words).toContain('batch 2');
    expect(words).toContain('3 epochs');
    expect(words).toContain('6,000 images');
    expect(words).toContain('learning rate 0.001');
    expect(words).toContain('Adam');
    expect(words).toContain('dropout on');
    expect(words).toContain('norm position after the activation');
    expect(words).toContain('BN statistics of the minibatch');
    expect(words).toContain("epsilon the norm's own");
    expect(describeSetting({ ...DEFAULT_EXPERIMENT, eps: 1e-3 }, 'eps')).toBe('epsilon 0.001');
    expect(describeSetting({ ...DEFAULT_EXPERIMENT, epochs: 1 }, 'epochs')).toBe('1 epoch');
    const smooth = { ...DEFAULT_EXPERIMENT, activation: 'silu', init: 'he-normal', zeroGamma: 'on' } as const;
    const paced = { ...smooth, schedule: 'cosine', warmup: 0.5, decay: 0.01 } as const;
    expect(
      (['schedule', 'warmup', 'decay', 'activation', 'init', 'zeroGamma'] as const).map((key) =>
        describeSetting(paced, key),
      ),
    ).toEqual([
      ...['cosine schedule', 'warm-up 0.5 epochs', 'weight decay 0.01'],
      ...['SiLU', 'initial values He normal', 'zero gamma on'],
    ]);
  });

  it('lists words', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listOf)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });

  it('says in a sentence what differs', () => {
    const [base] = BATCH_2.comparison;
    expect(describeDifference(BATCH_2.comparison)).toBe(
      'The 2 experiments differ only in normalization and weights.',
    );
    expect(describeDifference([base])).toBe('');
    expect(describeComparison([base, { ...base, norm: 'batch', weights: 'plain', batch: 8 }])).toBe(
      'GN(32)+WS and BN · Reference CNN · 6,000 images · 3 epochs',
    );
    expect(describeDifference([base, base])).toBe('The 2 experiments are the same.');
  });

  it('goes no further than the last seed', () => {
    const { value, problems } = validateExperiment({ seed: '999999999', repeats: '3' });
    expect(value).toMatchObject({ seed: 999_999_999, repeats: 1 });
    expect(problems.map(describeProblem)).toEqual([
      'repeats: 3 from seed 999,999,999 on goes beyond the last seed, 999,999,999, used 1',
    ]);
    const seeds = expandRepeats({ ...DEFAULT_EXPERIMENT, seed: 999_999_998, repeats: 3 });
    expect(seeds.map(({ seed }) => seed)).toEqual([999_999_998, 999_999_999]);
    expect(expandRepeats({ ...DEFAULT_EXPERIMENT, seed: 1_000_000_000 })).toEqual([]);
  });

  it('repeats an experiment under consecutive seeds', () => {
    const runs = expandRepeats({ ...DEFAULT_EXPERIMENT, seed: 5, repeats: 3 });
    expect(runs.map((run) => [run.seed, run.repeats])).toEqual([
      [5, 1],
      [6, 1],
      [7, 1],
    ]);
  });
});
