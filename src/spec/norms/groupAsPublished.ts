/**
 * Group normalization as the original study coded it: NHWC memory cut into `groups` contiguous runs an image, bands
 * of pixels, row by row, with all their channels; gamma and beta follow the band. On dense layers it is group
 * normalization.
 */
import { AFFINE, type NormDescription } from './description.ts';
import { kerasGroups, pytorchGroups } from './group.ts';

const KERAS = `
class BandNorm(Affine):
    """Group normalization as the original study coded it: an image's memory, rows of pixels with all their channels,
    cut into contiguous bands; gamma and beta follow the band."""

    def __init__(self, groups, epsilon, **options):
        super().__init__(epsilon, **options)
        self.groups = groups

    def call(self, x):
        shape = (-1, *x.shape[1:])
        size = x.shape[-1] // self.groups
        bands = ops.reshape(x, (-1, self.groups, math.prod(x.shape[1:]) // (self.groups * size), size))
        mean, variance = ops.moments(bands, axes=[2, 3], keepdims=True)
        affine = (1, self.groups, 1, size)
        normalized = (bands - mean) * ops.rsqrt(variance + self.epsilon)
        return ops.reshape(normalized * ops.reshape(self.gamma, affine) + ops.reshape(self.beta, affine), shape)
`.trim();

const PYTORCH = `
class BandNorm(Affine):
    """Group normalization as the original study coded it: an image's memory, rows of pixels with all their channels,
    cut into contiguous bands; gamma and beta follow the band."""

    def __init__(self, groups, channels, epsilon):
        super().__init__(channels, epsilon)
        self.groups = groups

    def forward(self, x):
        rows = x.permute(0, 2, 3, 1)
        bands = rows.reshape(x.shape[0], self.groups, -1, x.shape[1] // self.groups)
        mean = bands.mean((2, 3), keepdim=True)
        variance = (bands - mean).square().mean((2, 3), keepdim=True)
        shape = [1, self.groups, 1, -1]
        y = (bands - mean) / (variance + self.epsilon).sqrt() * self.gamma.view(shape) + self.beta.view(shape)
        return y.reshape(rows.shape).permute(0, 3, 1, 2)
`.trim();

const TFJS = `
    /**
     * Group normalization as the study 'Weight Standardization Analysis with Keras' coded it: the groups are
     * contiguous runs of an image's values in memory, so bands of rows with all their channels, and gamma and beta
     * follow the band.
     */
    class BandNormalization extends GroupNormalization {
      /** [images, groups, values of a group / its channels, channels of a group] */
      view(shape) {
        return [shape[0], this.groups, -1, shape[shape.length - 1] / this.groups];
      }

      over() {
        return [2, 3];
      }

      affine(shape) {
        return [1, this.groups, 1, shape[shape.length - 1] / this.groups];
      }
    }
    BandNormalization.className = 'BandNormalization';
`.slice(1, -1);

export const groupAsPublished = {
  name: 'group-as-published',
  words: {
    full: 'GN as the study coded it',
    short: 'GN',
    qualifier: 'as the study coded it',
    plain: 'GN as the study coded it',
    plainOnUnits: 'Group norm',
    option: 'gn-as-published',
    explanation:
      'An image and run of its pixels, row by row with all their channels, has one mean and variance.',
  },
  year: 2019,
  settings: ['groups', 'eps'],
  epsilon: 1e-5,
  statistics: { images: 'each', channels: 'bands', mean: true },
  usesMinibatch: false,
  parameters: [
    {
      ...AFFINE[0],
      does: 'multiplies what is normalized, channels of each band of rows in turn: it follows rows, not channels',
    },
    AFFINE[1],
  ],
  moving: [],
  activates: false,
  exports: {
    keras: ({ norm: { groups = 1, epsilon }, dense }) =>
      dense ? kerasGroups(groups, epsilon) : { call: `BandNorm(${groups}, ${epsilon})`, definition: KERAS },
    pytorch: ({ norm: { groups = 1, epsilon }, channels, dense }) =>
      dense
        ? pytorchGroups(groups, channels, epsilon)
        : { call: `BandNorm(${groups}, ${channels}, ${epsilon})`, definition: PYTORCH },
    tfjs: {
      layer: ({ norm: { groups, epsilon } }) => ({
        className: 'BandNormalization',
        config: { epsilon, groups },
      }),
      class: { name: 'BandNormalization', extends: 'GroupNormalization', source: TFJS },
    },
  },
} as const satisfies NormDescription;
