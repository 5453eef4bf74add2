import { describe, expect, it } from 'vitest';
import { buildNetwork, layOut } from '../network/build.ts';
import { batchNormsOf } from '../network/movingNorms.ts';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { plansOf } from '../spec/networks/networks.ts';
import { blockNamed, blocksOf } from './blocks.ts';

const networkOf = (choices: Partial<typeof DEFAULT_EXPERIMENT>) =>
  buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'small-cnn', ...choices }, FASHION_MNIST);
const wordsOf = (choices: Partial<typeof DEFAULT_EXPERIMENT>) =>
  blocksOf(networkOf(choices)).map(({ layer, activation, norm, reads, writes }) =>
    [layer.name, activation, norm?.name, reads, writes].join(' '),
  );

describe('blocksOf', () => {
  it('gives each layer of weights its ReLU and its norm, in either order', () => {
    expect(wordsOf({ position: 'after-activation' })).toEqual([
      'conv1 relu1 norm1 relu1 norm1',
      'conv2 relu2 norm2 relu2 norm2',
      'conv3 relu3 norm3 relu3 norm3',
      'conv4 relu4 norm4 relu4 norm4',
      'dense1 relu5 norm5 relu5 norm5',
      'dense2   dense2 ',
    ]);
    expect(wordsOf({ position: 'before-activation' }).slice(0, 2)).toEqual([
      'conv1 relu1 norm1 conv1 norm1',
      'conv2 relu2 norm2 conv2 norm2',
    ]);
    expect(wordsOf({ norm: 'none' })[0]).toBe('conv1 relu1  relu1 ');
  });

  it('follows what layers read: a ReLU after a sum is of none of its convolutions', () => {
    const choices = { norm: 'batch', groups: 1, weights: 'plain', dropout: false } as const;
    const layers = layOut([8, 8, 1], plansOf('conv4 res8/2'), 3, {
      ...choices,
      position: 'after-activation',
    });
    const network = { ...networkOf({}), layers };
    const words = blocksOf(network).map(({ layer, activation, norm, reads, writes }) =>
      [layer.name, activation, norm?.name, reads, writes].join(' '),
    );
    expect(words).toEqual([
      'conv1 relu1 norm1 relu1 norm1',
      'conv2 relu2 norm2 relu2 norm2',
      'conv3  norm3 conv3 norm3',
      'conv4  norm4 conv4 norm4',
      'dense1   dense1 ',
    ]);
    expect(batchNormsOf(network).map(({ name, reads }) => `${name} ${reads}`)).toEqual([
      ...['norm1 relu1', 'norm2 relu2', 'norm3 conv3', 'norm4 conv4'],
    ]);
  });

  it('finds a block by its weights or by its norm, and says which layer there is not', () => {
    const network = networkOf({});
    expect(blockNamed(network, 'norm2').layer.name).toBe('conv2');
    expect(blockNamed(network, 'conv2').norm?.name).toBe('norm2');
    expect(() => blockNamed(network, 'norm9')).toThrow('norm9');
  });
});
