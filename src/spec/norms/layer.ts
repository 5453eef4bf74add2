/** Layer normalization (Ba et al. 2016): statistics an image, over all pixels and channels. */
import { AFFINE, type NormDescription } from './description.ts';
import { kerasGroups, pytorchGroups, tfjsGroups } from './group.ts';

export const layer = {
  name: 'layer',
  words: {
    full: 'Layer Normalization (LN)',
    short: 'LN',
    plain: 'Layer norm',
    option: 'ln',
    explanation: 'An image has one mean and variance, over all pixels and channels.',
  },
  year: 2016,
  paper: { authors: 'Ba et al. 2016', title: 'Layer Normalization', arxiv: '1607.06450' },
  settings: ['eps'],
  epsilon: 1e-5,
  statistics: { images: 'each', channels: 'all', mean: true },
  usesMinibatch: false,
  parameters: AFFINE,
  moving: [],
  activates: false,
  exports: {
    keras: ({ norm: { epsilon } }) => kerasGroups(1, epsilon),
    pytorch: ({ norm: { epsilon }, channels }) => pytorchGroups(1, channels, epsilon),
    tfjs: { layer: ({ norm: { epsilon } }) => tfjsGroups(1, epsilon) },
  },
} as const satisfies NormDescription;
