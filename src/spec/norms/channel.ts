/** Normalization of the channels of each pixel: what ConvNeXt (Liu et al. 2022) calls layer normalization. */
import { AFFINE, type NormDescription } from './description.ts';

const PYTORCH = `
class ChannelNorm(Affine):
    """Layer normalization as ConvNeXt has it (Liu et al. 2022): over the channels (axis 1) of each pixel."""

    def forward(self, x):
        rows = x.movedim(1, -1)
        return F.layer_norm(rows, self.gamma.shape, self.gamma, self.beta, self.epsilon).movedim(-1, 1)
`.trim();

export const channel = {
  name: 'channel',
  words: {
    full: 'Channel Layer Norm (CLN)',
    short: 'CLN',
    plain: 'Channel norm',
    plainOnUnits: 'Layer norm',
    option: 'cln',
    explanation:
      'A pixel of an image has one mean and variance, over its channels. ConvNeXt and transformers call this layer norm.',
  },
  year: 2022,
  paper: { authors: 'Liu et al. 2022', title: 'A ConvNet for the 2020s', arxiv: '2201.03545' },
  settings: ['eps'],
  epsilon: 1e-5,
  statistics: { images: 'each', pixels: 'each', channels: 'all', mean: true },
  usesMinibatch: false,
  parameters: AFFINE,
  moving: [],
  activates: false,
  exports: {
    keras: ({ norm: { epsilon } }) => ({ call: `layers.LayerNormalization(epsilon=${epsilon})` }),
    pytorch: ({ norm: { epsilon }, channels }) => ({
      call: `ChannelNorm(${channels}, ${epsilon})`,
      definition: PYTORCH,
    }),
    tfjs: {
      layer: ({ norm: { epsilon } }) => ({
        className: 'LayerNormalization',
        config: { axis: -1, epsilon, center: true, scale: true },
      }),
    },
  },
} as const satisfies NormDescription;
