/** RMS normalization (Zhang & Sennrich 2019): as layer normalization, but no mean is taken off. */
import { AFFINE, type NormDescription } from './description.ts';

const KERAS = `
class ImageRMSNorm(Affine):
    """Root-mean-square normalization (Zhang & Sennrich 2019) over all values of an image: no mean is taken off."""

    def call(self, x):
        axes = tuple(range(1, len(x.shape)))
        mean_square = ops.mean(ops.square(x), axis=axes, keepdims=True)
        return x * ops.rsqrt(mean_square + self.epsilon) * self.gamma + self.beta
`.trim();

const PYTORCH = `
class RMSNorm(Affine):
    """Root-mean-square normalization (Zhang & Sennrich 2019) over all values of an image: no mean is taken off."""

    def forward(self, x):
        axes = list(range(1, x.dim()))
        return self.scale_and_shift(x / (x.square().mean(axes, keepdim=True) + self.epsilon).sqrt())
`.trim();

const TFJS = `
    /** Root-mean-square normalization (Zhang & Sennrich 2019) over all values of an image: no mean is taken off. */
    class ImageRMSNormalization extends Normalization {
      view(shape) {
        return shape;
      }

      /** Every axis but that of the images. */
      over(rank) {
        return Array.from({ length: rank - 1 }, (_, axis) => axis + 1);
      }

      affine(shape) {
        return [shape[shape.length - 1]];
      }

      normalize(x) {
        const meanSquare = x.square().mean(this.over(x.rank), true);
        return x.div(meanSquare.add(this.epsilon).sqrt());
      }
    }
    ImageRMSNormalization.className = 'ImageRMSNormalization';
`.slice(1, -1);

export const rms = {
  name: 'rms',
  words: {
    full: 'Root mean square norm (RMS)',
    short: 'RMS',
    plain: 'RMS norm',
    option: 'rms',
    explanation:
      'An image is divided by its root mean square, over all pixels and channels; no mean is taken off.',
  },
  year: 2019,
  paper: {
    authors: 'Zhang & Sennrich 2019',
    title: 'Root Mean Square Layer Normalization',
    arxiv: '1910.07467',
  },
  settings: ['eps'],
  epsilon: 1e-5,
  statistics: { images: 'each', channels: 'all', mean: false },
  usesMinibatch: false,
  parameters: AFFINE,
  moving: [],
  activates: false,
  exports: {
    keras: ({ norm: { epsilon } }) => ({ call: `ImageRMSNorm(${epsilon})`, definition: KERAS }),
    pytorch: ({ norm: { epsilon }, channels }) => ({
      call: `RMSNorm(${channels}, ${epsilon})`,
      definition: PYTORCH,
    }),
    tfjs: {
      layer: ({ norm: { epsilon } }) => ({ className: 'ImageRMSNormalization', config: { epsilon } }),
      class: { name: 'ImageRMSNormalization', extends: 'Normalization', source: TFJS },
    },
  },
} as const satisfies NormDescription;
