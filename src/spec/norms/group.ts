/** Group normalization (Wu & He 2018): statistics an image and group of adjacent channels. */
import { AFFINE, type NormDescription, type PythonLayer, type TfjsLayer } from './description.ts';

const PYTORCH = `
class GroupNorm(Affine):
    """Group normalization (Wu & He 2018); one group is layer norm, as many groups as channels is instance norm."""

    def __init__(self, groups, channels, epsilon):
        super().__init__(channels, epsilon)
        self.groups = groups

    def forward(self, x):
        # Not nn.GroupNorm, which refuses groups of one value.
        return torch.group_norm(x, self.groups, self.gamma, self.beta, self.epsilon)
`.trim();

const TFJS = `
    /**
     * Group normalization (Wu & He 2018): an image's channels are cut into groups of adjacent ones, and each group
     * is normalized over its channels and all pixels. One group is layer normalization; as many groups as channels
     * is instance normalization.
     */
    class GroupNormalization extends Normalization {
      constructor(config) {
        super(config);
        this.groups = config.groups;
      }

      /** [images, pixels, groups, channels of a group] */
      view(shape) {
        return [shape[0], -1, this.groups, shape[shape.length - 1] / this.groups];
      }

      over() {
        return [1, 3];
      }

      affine(shape) {
        return [1, 1, this.groups, shape[shape.length - 1] / this.groups];
      }

      getConfig() {
        return Object.assign(super.getConfig(), { groups: this.groups });
      }
    }
    GroupNormalization.className = 'GroupNormalization';
`.slice(1, -1);

export const kerasGroups = (groups: number, epsilon: number): PythonLayer => ({
  call: `layers.GroupNormalization(groups=${groups}, epsilon=${epsilon})`,
});

export const pytorchGroups = (groups: number, channels: number, epsilon: number): PythonLayer => ({
  call: `GroupNorm(${groups}, ${channels}, ${epsilon})`,
  definition: PYTORCH,
});

export const tfjsGroups = (groups: number, epsilon: number): TfjsLayer => ({
  className: 'GroupNormalization',
  config: { epsilon, groups },
});

export const group = {
  name: 'group',
  words: {
    full: 'Group Normalization (GN)',
    short: 'GN',
    plain: 'Group norm',
    option: 'gn',
    explanation: 'An image and group of adjacent channels has one mean and variance, over all pixels.',
  },
  year: 2018,
  paper: { authors: 'Wu & He 2018', title: 'Group Normalization', arxiv: '1803.08494' },
  settings: ['groups', 'eps'],
  epsilon: 1e-5,
  statistics: { images: 'each', channels: 'groups', mean: true },
  usesMinibatch: false,
  parameters: AFFINE,
  moving: [],
  activates: false,
  exports: {
    keras: ({ norm: { groups = 1, epsilon } }) => kerasGroups(groups, epsilon),
    pytorch: ({ norm: { groups = 1, epsilon }, channels }) => pytorchGroups(groups, channels, epsilon),
    tfjs: {
      layer: ({ norm: { groups = 1, epsilon } }) => tfjsGroups(groups, epsilon),
      class: { name: 'GroupNormalization', extends: 'Normalization', source: TFJS },
    },
  },
} as const satisfies NormDescription;
