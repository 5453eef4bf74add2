import { expect, test } from 'vitest';
import { blocksOf } from '../../../inspection/blocks.ts';
import { buildNetwork } from '../../../network/build.ts';
import { FASHION_MNIST } from '../../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { blockLabel, blockNamed, chosenBlock, namedBlocks } from './blockChoice.ts';

const blocks = (norm: 'batch' | 'none') =>
  blocksOf(buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'small-cnn', norm }, FASHION_MNIST));

test('a block goes by the name of its layer or of its norm', () => {
  expect(blockNamed(blocks('batch'), 'norm2')?.layer.name).toBe('conv2');
  expect(blockNamed(blocks('batch'), 'conv2')?.layer.name).toBe('conv2');
  expect(blockNamed(blocks('none'), 'norm2')).toBeUndefined();
  expect(blockNamed(blocks('none'), undefined)).toBeUndefined();
});

test('two networks offer each layer once', () => {
  const names = namedBlocks([blocks('batch'), blocks('none')]).map(({ layer }) => layer.name);
  expect(names).toEqual(['conv1', 'conv2', 'conv3', 'conv4', 'dense1', 'dense2']);
});

test('without a choice it is the last block with a norm', () => {
  expect(chosenBlock(blocks('batch'), undefined)?.layer.name).toBe('dense1');
  expect(chosenBlock(blocks('batch'), 'conv3')?.layer.name).toBe('conv3');
  expect(chosenBlock(blocks('none'), 'norm9')?.layer.name).toBe('dense2');
});

test('labels count channels or units', () => {
  expect(blocks('batch').map(blockLabel)).toEqual([
    'conv1 · 8 channels',
    'conv2 · 8 channels',
    'conv3 · 16 channels',
    'conv4 · 16 channels',
    'dense1 · 64 units',
    'dense2 · 10 units',
  ]);
});
