import { expect, it } from 'vitest';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { segmentsOf } from './branches.ts';
import { buildNetwork } from './build.ts';

const wordsOf = (network: string): string[] =>
  segmentsOf(buildNetwork({ ...DEFAULT_EXPERIMENT, network }, FASHION_MNIST).layers).map((segment) => {
    if (segment.kind === 'layer') return segment.layer.name;
    const [main, shortcut] = [segment.main, segment.shortcut].map((layers) =>
      layers.map(({ name }) => name).join(' '),
    );
    return `${segment.layer.name} (${main} | ${shortcut})`;
  });

it('puts the branches of sums side by side', () => {
  expect(wordsOf('conv4 res4 res8/2 gap')).toEqual([
    ...['conv1', 'relu1', 'norm1', 'add1 (conv2 relu2 norm2 conv3 norm3 | )', 'relu3'],
    ...['add2 (conv4 relu4 norm4 conv5 norm5 | conv6 norm6)', 'relu5', 'gap', 'dense1'],
  ]);
});

it('has branches that read the image, and none in a chain', () => {
  expect(wordsOf('res1 pool')).toEqual([
    'add1 (conv1 relu1 norm1 conv2 norm2 | )',
    ...['relu2', 'pool1', 'flatten', 'dense1'],
  ]);
  expect(wordsOf('mlp').every((word) => !word.includes('('))).toBe(true);
});
