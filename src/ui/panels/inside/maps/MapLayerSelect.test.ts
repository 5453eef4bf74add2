import { expect, test } from 'vitest';
import { buildNetwork } from '../../../../network/build.ts';
import { FASHION_MNIST } from '../../../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../../../spec/fields.ts';
import { chosenLayer, layerLabel, layersToShow } from './MapLayerSelect.tsx';

const layers = (norm: 'batch' | 'none') =>
  buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'mlp', norm, dropout: 'on' }, FASHION_MNIST).layers;

test('offers each layer once, in the order of the network that has it', () => {
  expect(layersToShow([layers('none'), layers('batch')]).map(({ name }) => name)).toEqual([
    'dense1',
    'relu1',
    'norm1',
    'dense2',
    'relu2',
    'norm2',
    'dense3',
  ]);
});

test('falls back to the first layer', () => {
  expect(chosenLayer(layersToShow([layers('none')]), 'norm1')?.name).toBe('dense1');
  expect(chosenLayer(layersToShow([layers('batch')]), 'norm1')?.name).toBe('norm1');
  expect(chosenLayer([], undefined)).toBeUndefined();
});

test('labels say the shape', () => {
  const [conv] = buildNetwork({ ...DEFAULT_EXPERIMENT, network: 'small-cnn' }, FASHION_MNIST).layers;
  expect(conv && layerLabel(conv)).toBe('conv1, convolution · 28 × 28 × 8');
});
