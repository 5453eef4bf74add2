import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FASHION_MNIST } from '../dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../fields.ts';
import { describeProblem, validateExperiment, whyUntrainable } from '../validate.ts';
import { type LayerPlan, NETWORK_LIMITS } from './layerPlan.ts';
import { measure } from './measure.ts';
import { mistakeIn, NETWORKS, networkText, plansOf, readNetwork } from './networks.ts';
import { textFor, wordsOf } from './text.ts';

const to = (max: number) => fc.integer({ min: 1, max });
const anyPlan: fc.Arbitrary<LayerPlan> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('conv', 'residual'),
    filters: to(NETWORK_LIMITS.filters),
    kernelSize: to((NETWORK_LIMITS.kernelSize + 1) / 2).map((half) => 2 * half - 1),
    stride: to(NETWORK_LIMITS.stride),
  }),
  fc.constantFrom<LayerPlan>({ kind: 'pool' }, { kind: 'gap' }),
  fc.record({ kind: fc.constant('dense'), units: to(5000) }),
  fc.record({ kind: fc.constant('dropout'), rate: to(NETWORK_LIMITS.dropout).map((n) => n / 100) }),
);

/** Text that is nearly right, which finds more than noise does. */
const anyText = fc.oneof(
  fc.string(),
  fc
    .array(
      fc.oneof(
        fc.string({ maxLength: 6 }),
        anyPlan.map((plan) => textFor([plan])),
      ),
    )
    .map((words) => words.join(' ')),
);

const tellMistake = (text: string, shape: [number, number, number] = [28, 28, 1]) => {
  const mistake = mistakeIn(text, { ...FASHION_MNIST, shape });
  return mistake && `${mistake.found} ${mistake.expected}`;
};

describe('the text of a network', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(anyPlan), (plans) => {
        const text = textFor(plans);
        expect(plansOf(text)).toEqual(plans);
        expect(plansOf(text.replaceAll(' ', '_'))).toEqual(plans);
        expect(textFor(plansOf(` ${text.toUpperCase()} `))).toBe(text);
      }),
    );
  });

  it('gives a message with a place, or a network, and never throws', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = readNetwork(text, FASHION_MNIST);
        if ('network' in read) {
          expect(readNetwork(read.network, FASHION_MNIST)).toEqual(read);
          expect(measure(networkText(read.network), FASHION_MNIST).weights).toBeGreaterThan(0);
          return;
        }
        const { found, at } = read.mistake;
        if (!at) {
          expect(text.replaceAll('_', ' ').trim()).toBe('');
          return;
        }
        expect(text.slice(at.start, at.start + at.text.length)).toBe(at.text);
        expect(found).toMatch(new RegExp(` at character ${at.start + 1}$`));
      }),
    );
  });

  it('finds each word where it stands', () => {
    expect(wordsOf('  conv8_pool  gap').map(({ text, start }) => [text, start])).toEqual([
      ['conv8', 2],
      ['pool', 8],
      ['gap', 14],
    ]);
  });

  it.each([
    ['conv16 foo', "'foo' at character 8 is not a layer such as conv16, conv16k5/2, res32/2"],
    ['gap conv0', "'conv0' at character 5 is not a layer"],
    ['gap dense8/2', "'dense8/2' at character 5 is not a layer"],
    ['resnet', "'resnet' at character 1 is not one of reference-cnn, small-cnn, mlp, resnet-8, resnet-20"],
    ['pool conv513', "'conv513' at character 6 has more than 512 filters"],
    ['conv8k4', "'conv8k4' at character 1 has a kernel of 4, which has to be odd and at most 15"],
    ['res8k17', "'res8k17' at character 1 has a kernel of 17"],
    ['conv8/9', "'conv8/9' at character 1 has a stride above 8"],
    ['conv8 drop95', "'drop95' at character 7 drops more than 90 %"],
    ['dense8 conv8', "'conv8' at character 8 needs an image, of which 'dense8' leaves none"],
    ['conv8 gap drop25 pool', "'pool' at character 18 needs an image, of which 'drop25' leaves none"],
    ['pool pool pool pool pool', "'pool' at character 21 finds no 2 × 2 values in 1 × 1"],
    ['conv8 dense800', "'dense800' at character 7 makes 5,018,480 weights, above 5,000,000"],
    [`${'conv1 '.repeat(40)}pool`, "'pool' at character 241 is layer 41, and 40 are the most"],
    ['', 'a network has at least one layer'],
  ])('%s: %s', (text, message) => {
    expect(tellMistake(text)).toContain(message);
  });

  it('blames the last word where the layer of the classes has too many weights', () => {
    expect(tellMistake('conv8 conv16', [256, 256, 3])).toBe(
      "'conv16' at character 7 leaves 1,048,576 values for the dense layer of the classes, which makes 10,487,162 weights, above 5,000,000",
    );
  });

  it('takes any data set: the same text may fit one and not another', () => {
    const text = 'conv8 pool pool pool pool gap';
    expect(tellMistake(text, [16, 16, 3])).toBeUndefined();
    expect(tellMistake(text, [20, 12, 1])).toBe("'pool' at character 22 finds no 2 × 2 values in 2 × 1");
    expect(mistakeIn(text)).toBeUndefined();
  });

  it.each(NETWORKS)('of %s has its name', (network) => {
    expect(readNetwork(networkText(network))).toEqual({ network });
    expect(tellMistake(networkText(network))).toBeUndefined();
  });
});

describe('the field', () => {
  const read = (network: string, data?: string) =>
    validateExperiment({ network, ...(data !== undefined && { data }) });

  it('takes names and texts', () => {
    expect(read('mlp').value.network).toBe('mlp');
    expect(read('CONV16k3_res32/2_gap')).toMatchObject({
      value: { network: 'conv16 res32/2 gap' },
      problems: [],
    });
    expect(read('dense256 dense128').value.network).toBe('mlp');
  });

  it('says which word is wrong, where, and what is used instead', () => {
    const { value, problems } = read('conv8_pol');
    expect(value.network).toBe('reference-cnn');
    expect(problems.map(describeProblem)).toEqual([
      "network: 'pol' at character 7 is not a layer such as conv16, conv16k5/2, res32/2, pool, gap, dense64 or drop25, used reference-cnn",
    ]);
  });

  it('keeps what only the images of another set have room for, and does not train it', () => {
    const network = 'conv8 pool pool pool pool pool gap';
    expect(read(network, 'not-here').value.network).toBe(network);
    expect(whyUntrainable({ ...DEFAULT_EXPERIMENT, network })).toBe(
      "network: 'pool' at character 27 finds no 2 × 2 values in 1 × 1, change it to train",
    );
  });
});
