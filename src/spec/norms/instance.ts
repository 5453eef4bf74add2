/** Instance normalization (Ulyanov et al. 2016): statistics an image and channel, over all pixels, which dense layers lack. */
import { AFFINE, type NormDescription } from './description.ts';
import { kerasGroups, pytorchGroups, tfjsGroups } from './group.ts';

export const instance = {
  name: 'instance',
  words: {
    full: 'Instance Normalization (IN)',
    short: 'IN',
    plain: 'Instance norm',
    option: 'in',
    explanation: 'An image and channel has one mean and variance, over all pixels.',
  },
  year: 2016,
  paper: {
    authors: 'Ulyanov et al. 2016',
    title: 'Instance Normalization: The Missing Ingredient for Fast Stylization',
    arxiv: '1607.08022',
  },
  settings: ['eps'],
  epsilon: 1e-5,
  statistics: { images: 'each', channels: 'each', mean: true },
  usesMinibatch: false,
  parameters: AFFINE,
  moving: [],
  activates: false,
  onUnits: 'layer',
  exports: {
    keras: ({ norm: { epsilon }, channels }) => kerasGroups(channels, epsilon),
    pytorch: ({ norm: { epsilon }, channels }) => pytorchGroups(channels, channels, epsilon),
    tfjs: { layer: ({ norm: { epsilon }, channels }) => tfjsGroups(channels, epsilon) },
  },
} as const satisfies NormDescription;
