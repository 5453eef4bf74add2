import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, type Experiment, NORMS, OWN } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, FIELDS } from '../spec/fields.ts';
import { type Axis, ascending, DEFAULT_MATRIX, type Matrix, METHODS, matrixTitle } from '../spec/matrix.ts';
import { BATCH_2 } from '../spec/presets.ts';
import { describeProblem, validateExperiment } from '../spec/validate.ts';
import { decodeFragment, encodeComparison, encodeLink, MAX_RESULTS } from './link.ts';
import { INSIDE_VIEWS, TABS } from './place.ts';

const experiment: fc.Arbitrary<Experiment> = fc
  .record(
    Object.fromEntries(
      FIELD_KEYS.map((key) => {
        const field = FIELDS[key];
        const texts = key === 'network' ? ['conv8k5/2 res16/2 drop25 gap', 'dense10'] : [];
        if (field.kind === 'choice') return [key, fc.constantFrom(...field.values, ...texts)];
        const { min, max } = field;
        const number = field.integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
        return [
          key,
          typeof field.default === 'string' ? fc.oneof(fc.constant(field.default), number) : number,
        ];
      }),
    ),
  )
  .map((input) => validateExperiment(input).value);

const comparison: fc.Arbitrary<Comparison> = fc
  .tuple(experiment, fc.array(experiment, { maxLength: 11 }))
  .map(([base, others]) => [base, ...others]);

const methods = fc
  .uniqueArray(fc.constantFrom(...METHODS), { minLength: 1 })
  .map((values): Axis => ({ setting: 'method', values }));
const batches = fc
  .uniqueArray(fc.integer({ min: 1, max: 1024 }), { minLength: 1, maxLength: 10 })
  .map((all): Axis => ({ setting: 'batch', values: ascending(all.map((batch) => ({ batch }))) }));
const networks = fc.constant<Axis>({
  setting: 'network',
  values: [{ network: 'mlp' }, { network: 'conv8 res16/2 gap' }],
});
/** Any two axes of three that set different things, each on either side. */
const matrix: fc.Arbitrary<Matrix> = fc
  .shuffledSubarray([methods, batches, networks], { minLength: 2, maxLength: 2 })
  .chain(([rows = methods, columns = batches]) => fc.record({ rows, columns }));

describe('the axes of the table', () => {
  const read = (text: string) => {
    const { matrix: table, problems } = decodeFragment(`v=1&${text}`) ?? {
      matrix: DEFAULT_MATRIX,
      problems: [],
    };
    return [matrixTitle(table), ...problems.map(describeProblem)];
  };
  it('are a norm and a batch size, until a link says otherwise', () => {
    expect(read('methods=layer:plain&batches=4')).toEqual(['Norm × batch size']);
    expect(read('columns=lr:0.001,0.01')).toEqual(['Norm × learning rate']);
    expect(read('rows=lr:0.001&columns=network:mlp')).toEqual(['Learning rate × network']);
  });
  it('may come with learning rates to search, where none of them is one', () => {
    expect(decodeFragment('v=1&rates=0.01,0.001')?.matrix).toEqual({
      ...DEFAULT_MATRIX,
      rates: [0.001, 0.01],
    });
    expect(encodeComparison([DEFAULT_EXPERIMENT], { ...DEFAULT_MATRIX, rates: [0.001, 0.01] })).toBe(
      'v=1&rates=0.001,0.01',
    );
    expect(read('rates=0.1')[1]).toBe("rates: '0.1' are no two learning rates, searched for none");
    expect(read('rates=0.1,0.2&rows=lr:0.1')[1]).toMatch(/^rates: learning rates are searched where no axis/);
  });
  it('set different things', () => {
    expect(read('rows=batch:2,4')).toEqual(['Batch size × norm']);
    expect(read('columns=weights:plain')).toEqual(['Batch size × weights']);
    expect(read('rows=lr:0.1&columns=lr:1')).toEqual([
      'Learning rate × norm',
      "columns: 'lr' is set by the rows already, left out",
    ]);
    expect(read('rows=seed:1')[1]).toMatch(/^rows: 'seed' is not one of method, /);
  });
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
    expect(encodeComparison(BATCH_2.comparison)).toBe('v=1&run=norm:batch,weights:plain');
    expect(encodeComparison([{ ...DEFAULT_EXPERIMENT, batch: 8, lr: 1e-6 }])).toBe('v=1&batch=8&lr=0.000001');
  });

  it("goes back to a norm's own epsilon where the base has another", () => {
    const base = { ...DEFAULT_EXPERIMENT, eps: 1e-8 };
    const pair = [base, { ...base, norm: 'batch', eps: OWN }] as const;
    const text = 'v=1&eps=1e-8&run=norm:batch,eps:own';
    expect(encodeComparison(pair)).toBe(text);
    expect(decodeFragment(text)).toMatchObject({ comparison: pair, problems: [] });
  });

  it('survives being escaped by a mail program', () => {
    const escaped = 'v%3D1'.replace('%3D', '=').concat('&run=norm%3Abatch%2Cweights%3Aplain');
    expect(decodeFragment(escaped)?.comparison).toEqual(BATCH_2.comparison);
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
        for (const problem of link.problems) expect(describeProblem(problem).length).toBeLessThan(300);
        for (const each of link.comparison) expect(validateExperiment({ ...each }).problems).toEqual([]);
      }),
    );
  });

  it.each([
    ['batch=0', 'batch: 0 is below 1, used 1'],
    ['batch=nine', "batch: 'nine' is not a number, used 2"],
    ['norm=weight', `norm: 'weight' is not one of ${NORMS.join(', ')}, used group`],
    ['epochs=2.5', 'epochs: 2.5 is not a whole number, used 3'],
    ['colour=red', "'colour' is not a setting, ignored"],
    ['batch=4&batch=8', 'batch: given more than once, used the last'],
  ])('says what is wrong with %s', (text, message) => {
    expect(decodeFragment(`v=1&${text}`)?.problems.map(describeProblem)).toEqual([message]);
  });

  it('opens a link from a newer version with a notice', () => {
    const link = decodeFragment('v=7&batch=16');
    expect(link?.comparison[0].batch).toBe(16);
    expect(link?.problems.map(describeProblem)).toEqual([
      'v: this link was made by a newer version (7) of the playground, left out what this one does not know',
    ]);
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

describe('a link with results', () => {
  it('round-trips them after the settings, whatever they hold', () => {
    const text = fc.string({ unit: fc.constantFrom(...'azAZ09-_'), minLength: 1 });
    fc.assert(
      fc.property(comparison, matrix, text, (value, table, results) => {
        const link = encodeLink(value, table, { results });
        expect(link).toBe(`${encodeComparison(value, table)}&results=${results}`);
        expect(decodeFragment(`#${link}`)).toEqual({
          comparison: value,
          matrix: table,
          problems: [],
          results,
        });
      }),
    );
    expect(encodeLink(BATCH_2.comparison, DEFAULT_MATRIX)).toBe(encodeComparison(BATCH_2.comparison));
  });

  it('takes them from any place, and alone', () => {
    expect(decodeFragment('v=1&results=Ab-_&batch=8')).toEqual({
      comparison: [{ ...DEFAULT_EXPERIMENT, batch: 8 }],
      matrix: DEFAULT_MATRIX,
      problems: [],
      results: 'Ab-_',
    });
    expect(decodeFragment('results=A')).toEqual({
      comparison: [DEFAULT_EXPERIMENT],
      matrix: DEFAULT_MATRIX,
      problems: [],
      results: 'A',
    });
  });

  it.each([
    ['', 'results: the link was cut off before them, opened the settings without them'],
    ['A'.repeat(MAX_RESULTS + 1), 'results: 30001 characters are too many, opened the settings without them'],
  ])('opens the settings all the same when the results are of no use', (results, message) => {
    const read = decodeFragment(`v=1&batch=8&results=${results}`);
    expect(read).toMatchObject({ comparison: [{ ...DEFAULT_EXPERIMENT, batch: 8 }], matrix: DEFAULT_MATRIX });
    expect(read).not.toHaveProperty('results');
    expect(read?.problems.map(describeProblem)).toEqual([message]);
  });

  it('lets results be longer than settings may be', () => {
    const link = decodeFragment(`batch=8&results=${'A'.repeat(MAX_RESULTS)}`);
    expect(link?.problems).toEqual([]);
    expect(link?.results).toHaveLength(MAX_RESULTS);
    expect(decodeFragment(`x=${'A'.repeat(MAX_RESULTS)}`)?.problems).toHaveLength(1);
  });
});

describe('where a link leads', () => {
  it('round-trips the tab and the view in it, and the embedded page', () => {
    const place = fc.oneof(
      fc.record({ tab: fc.constantFrom(...TABS.filter((tab) => tab !== 'runs' && tab !== 'inside')) }),
      fc.record({
        tab: fc.constant('inside' as const),
        view: fc.constantFrom(...INSIDE_VIEWS.filter((view) => view !== 'layers')),
      }),
      fc.constant({ embed: true }),
      fc.constant({}),
    );
    fc.assert(
      fc.property(comparison, matrix, place, (value, table, where) => {
        expect(decodeFragment(encodeLink(value, table, where))).toEqual({
          comparison: value,
          matrix: table,
          ...where,
          problems: [],
        });
      }),
    );
  });

  it('says nothing of what every link leads to, or of what is not to be seen', () => {
    expect(encodeLink(BATCH_2.comparison, DEFAULT_MATRIX, { tab: 'runs', view: 'maps' })).toBe(
      encodeComparison(BATCH_2.comparison),
    );
    expect(encodeLink([DEFAULT_EXPERIMENT], DEFAULT_MATRIX, { embed: true, tab: 'learn' })).toBe(
      'v=1&embed=1',
    );
    expect(decodeFragment('v=1&embed=0')).not.toHaveProperty('embed');
  });

  it.each([
    ['embed=yes', "embed: 'yes' is not one of 0, 1, used 0"],
    ['tab=<b>x', "tab: '<b>x' is not one of runs, matrix, inside, predictions, learn, used runs"],
    [
      'tab=inside&view=x',
      "view: 'x' is not one of layers, faces, batch-mates, noise, landscape, maps, used layers",
    ],
  ])('says what is wrong with %s', (text, message) => {
    expect(decodeFragment(`v=1&${text}`)?.problems.map(describeProblem)).toEqual([message]);
  });
});

/** Links as the first version wrote them. What they mean stays, whatever settings are added or change their default. */
const FIRST_LINKS: readonly (readonly [link: string, settings: readonly Partial<Experiment>[]])[] = [
  ['v=1', [{}]],
  ['v=1&run=norm:batch,weights:plain', [{}, { norm: 'batch', weights: 'plain' }]],
  [
    'v=1&batch=64&run=norm:batch,weights:plain',
    [{ batch: 64 }, { batch: 64, norm: 'batch', weights: 'plain' }],
  ],
  [
    'v=1&groups=4&epochs=2&images=1000&network=small-cnn&run=norm:batch,weights:plain',
    [
      { groups: 4, epochs: 2, images: 1000, network: 'small-cnn' },
      { groups: 4, epochs: 2, images: 1000, network: 'small-cnn', norm: 'batch', weights: 'plain' },
    ],
  ],
  [
    'v=1&norm=group-as-published&groups=8&weights=plain&position=before-activation&batch=16&optimizer=momentum&lr=0.05&epochs=10&images=50000&dropout=off&network=mlp&seed=7&repeats=5&data=synthetic&engine=wasm',
    [
      {
        norm: 'group-as-published',
        groups: 8,
        weights: 'plain',
        position: 'before-activation',
        batch: 16,
        optimizer: 'momentum',
        lr: 0.05,
        epochs: 10,
        images: 50_000,
        dropout: 'off',
        network: 'mlp',
        seed: 7,
        repeats: 5,
        data: 'synthetic',
        engine: 'wasm',
      },
    ],
  ],
  [
    'v=1&norm=none&lr=0.000001&run=norm:rms&run=norm:instance,lr:10,engine:webgpu&run=optimizer:rmsprop,engine:webgl&run=',
    [
      { norm: 'none', lr: 1e-6 },
      { norm: 'rms', lr: 1e-6 },
      { norm: 'instance', lr: 10, engine: 'webgpu' },
      { norm: 'none', lr: 1e-6, optimizer: 'rmsprop', engine: 'webgl' },
      { norm: 'none', lr: 1e-6 },
    ],
  ],
];

/** The defaults that those links were written against. */
const FIRST_DEFAULTS = {
  norm: 'group',
  groups: 32,
  weights: 'standardized',
  position: 'after-activation',
  batch: 2,
  optimizer: 'adam',
  lr: 0.001,
  epochs: 3,
  images: 6000,
  dropout: 'on',
  network: 'reference-cnn',
  seed: 1,
  repeats: 1,
  data: 'fashion-mnist',
  engine: 'auto',
} as const;

describe('a link of the first version', () => {
  it.each(FIRST_LINKS)('still means the same: %s', (link, settings) => {
    const { comparison, problems } = decodeFragment(link) ?? {};
    expect(problems).toEqual([]);
    expect(comparison).toHaveLength(settings.length);
    settings.forEach((each, i) => {
      expect(comparison?.[i]).toMatchObject({ ...FIRST_DEFAULTS, ...each });
    });
  });

  it.each(FIRST_LINKS)('still opens with settings that are unknown here: %s', (link, settings) => {
    const { comparison, problems } = decodeFragment(`${link}&zebra=1&run=zebra:2`) ?? {};
    expect(problems?.map(describeProblem)).toEqual([1, 2].map(() => "'zebra' is not a setting, ignored"));
    expect(problems?.map(({ path }) => path)).toEqual(['zebra', 'zebra']);
    expect(comparison).toHaveLength(settings.length + 1);
    expect(comparison?.[0]).toMatchObject({ ...FIRST_DEFAULTS, ...settings[0] });
    expect(comparison?.at(-1)).toEqual(comparison?.[0]);
  });

  it('gives a setting that it does not have its default, and in a run the value of the base', () => {
    // What a link from before some settings were added looks like: today's links without them.
    const missing = fc.subarray([...FIELD_KEYS]);
    fc.assert(
      fc.property(comparison, missing, (value, missing) => {
        const without = (experiment: Experiment): Experiment => ({
          ...experiment,
          ...Object.fromEntries(missing.map((key) => [key, DEFAULT_EXPERIMENT[key]])),
        });
        const older = encodeComparison(value)
          .split('&')
          .filter((part) => !missing.some((key) => part.startsWith(`${key}=`)))
          .map((part) =>
            part.startsWith('run=')
              ? `run=${part
                  .slice(4)
                  .split(',')
                  .filter((pair) => !missing.some((key) => pair.startsWith(`${key}:`)))
                  .join(',')}`
              : part,
          )
          .join('&');
        const [base, ...others] = value;
        expect(decodeFragment(older)).toEqual({
          comparison: [without(base), ...others.map(without)],
          matrix: DEFAULT_MATRIX,
          problems: [],
        });
      }),
    );
  });
});
