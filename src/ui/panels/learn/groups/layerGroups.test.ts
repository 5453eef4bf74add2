import { expect, it } from 'vitest';
import { describeAll, describeGroups, layerGroups, remarkOn } from './layerGroups.ts';

const used = (network: 'reference-cnn' | 'small-cnn' | 'mlp', asked: number) =>
  layerGroups(network, asked).map(({ layer, channels, groups }) => `${layer} ${channels}/${groups}`);

it('gives each layer the largest divisor of its channels', () => {
  expect(used('reference-cnn', 32)).toEqual([
    'conv1 32/32',
    'conv2 32/32',
    'conv3 64/32',
    'conv4 64/32',
    'dense1 512/32',
  ]);
  expect(used('small-cnn', 12)).toEqual([
    'conv1 8/8',
    'conv2 8/8',
    'conv3 16/8',
    'conv4 16/8',
    'dense1 64/8',
  ]);
  expect(used('mlp', 7)).toEqual(['dense1 256/4', 'dense2 128/4']);
});

it('says what becomes of one group, single channels and pairs of units', () => {
  const convolution = { layer: 'conv1', dense: false, channels: 32 };
  const dense = { layer: 'dense1', dense: true, channels: 64 };
  expect(describeGroups({ ...convolution, groups: 8 })).toBe('32 channels in 8 groups of 4');
  expect(describeGroups({ ...dense, groups: 1 })).toBe('64 units in one group');
  expect(remarkOn({ ...convolution, groups: 8 })).toBeUndefined();
  expect(remarkOn({ ...convolution, groups: 16 })).toBeUndefined();
  expect(remarkOn({ ...convolution, groups: 32 })).toContain('instance norm');
  expect(remarkOn({ ...dense, groups: 1 })).toContain('layer norm');
  expect(remarkOn({ ...dense, groups: 32 })).toContain('±1');
  expect(remarkOn({ ...dense, groups: 64 })).toContain('always 0');
});

it('says what all layers use', () => {
  expect(describeAll(layerGroups('mlp', 100), 100)).toBe(
    'Asked for 100, the layers use: dense1 64, dense2 64.',
  );
});
