import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../network/build.ts';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { renderArchitecture } from './architecture.ts';

const picture = (settings: Partial<Experiment>, scheme?: 'dark') =>
  renderArchitecture(buildNetwork({ ...DEFAULT_EXPERIMENT, ...settings }, FASHION_MNIST), scheme);

/** The texts of the picture, in their order. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, text = '']) =>
    text.replace(/<tspan.*?>/, ', ').replace('</tspan>', ''),
  );

describe('renderArchitecture', () => {
  it('says of each layer its shape and its weights, and the sum', () => {
    expect(texts(picture({ network: 'mlp', groups: 8 }))).toEqual([
      ...['Layer', 'Output', 'Weights'],
      ...['Image, pixels / 255', '28 × 28 × 1'],
      ...['Flatten', '784'],
      ...[
        'Dense, 256 units',
        '256',
        '200,960',
        'ReLU',
        '256',
        'Group norm, 8 groups of 32 channels',
        '256',
        '512',
      ],
      ...[
        'Dense, 128 units',
        '128',
        '32,896',
        'ReLU',
        '128',
        'Group norm, 8 groups of 16 channels',
        '128',
        '256',
      ],
      ...['Dense, 10 units', '10', '1,290', 'Softmax, cross-entropy loss', '10 probabilities'],
      '235,914 weights',
    ]);
  });

  it("knows the original study's numbers, the position of its norm and what was standardized", () => {
    const found = texts(picture({ norm: 'batch', position: 'before-activation' }));
    expect(found.at(-1)).toBe('1,679,082 weights, 1,677,674 of them trained');
    expect(found.indexOf('Batch norm, momentum 0.99')).toBeLessThan(found.indexOf('ReLU'));
    expect(found).toContain('Convolution 3 × 3, 32 filters, standardized (WS)');
    expect(found).toContain('Dropout, 25 %');
    expect(texts(picture({ norm: 'group', eps: 0.1 }))).toContain(
      'Group norm, 32 groups of 1 channel, ε 0.1',
    );
  });

  it('tells the bands of the published code from groups of channels', () => {
    const found = texts(picture({ norm: 'group-as-published', groups: 1, weights: 'plain' }));
    expect(found).toContain('GN as the study coded it, 1 band');
    expect(found).toContain('Group norm, 1 group');
    expect(found).toContain('Convolution 3 × 3, 64 filters');
  });

  it('leads what is read again past the layers in between, and says in words who reads what', () => {
    const svg = picture({
      network: 'conv8 res8 res16/2 gap',
      groups: 4,
      weights: 'plain',
      position: 'before-activation',
    });
    const found = texts(svg);
    expect(found.filter((text) => text === 'Sum')).toHaveLength(2);
    expect(found).toContain('Convolution 1 × 1, stride 2, 16 filters');
    expect(svg).toContain('add1: Sum (reads norm3 and relu1, output 28 × 28 × 8)');
    expect(svg).toContain('conv6: Convolution 1 × 1, stride 2, 16 filters (reads relu3, output 14 × 14 × 16');
    // Groups begin with the image, six convolutions, two sums, the pool and the logits; conv6 does not read norm5.
    const arrows = [...svg.matchAll(/<path d="M([\d.]+),([\d.]+)([VH])/g)];
    expect(arrows.filter(([, , , way]) => way === 'V')).toHaveLength(9);
    // relu1 to add1, relu3 to conv6 and, in another lane, norm5 to add2.
    const detours = [...svg.matchAll(/<path d="M52,[\d.]+H([\d.]+)/g)].map(([, x]) => Number(x));
    expect(detours.sort((a, b) => a - b)).toEqual([31, 45, 45]);
  });

  it('describes itself in words, and has a dark ground of its own', () => {
    const dark = picture({ network: 'small-cnn', norm: 'none' }, 'dark');
    expect(dark).toContain('<title>Network of 55,042 weights</title>');
    expect(dark).toContain(
      'Convolution 3 × 3, 8 filters (standardized (WS), output 28 × 28 × 8, 80 weights); ReLU',
    );
    expect(dark).toContain('fill="#1a2027"');
  });
});
