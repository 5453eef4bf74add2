/**
 * Filter response normalization (Singh & Krishnan 2019): an image and channel is divided by its root mean square, and
 * what is below a learned threshold is cut off there, in the place of a ReLU. On dense layers the mean goes over the units.
 */
import { AFFINE, type NormDescription } from './description.ts';

const KERAS = `
class FilterResponseNorm(Affine):
    """Filter response normalization (Singh & Krishnan 2019): an image and channel over its root mean square, or an
    image's units on a dense layer; then max(·, threshold), with a threshold a channel, in the place of a ReLU."""

    def build(self, shape):
        super().build(shape)
        self.threshold = self.add_weight(shape=(shape[-1],), initializer='zeros', name='threshold')

    def call(self, x):
        axes = (1, 2) if len(x.shape) == 4 else (1,)
        mean_square = ops.mean(ops.square(x), axis=axes, keepdims=True)
        return ops.maximum(x * ops.rsqrt(mean_square + self.epsilon) * self.gamma + self.beta, self.threshold)
`.trim();

const PYTORCH = `
class FilterResponseNorm(Affine):
    """Filter response normalization (Singh & Krishnan 2019): an image and channel over its root mean square, or an
    image's units on a dense layer; then max(·, threshold), with a threshold a channel, in the place of a ReLU."""

    def __init__(self, channels, epsilon):
        super().__init__(channels, epsilon)
        self.threshold = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        axes = (2, 3) if x.dim() == 4 else (1,)
        mean_square = x.square().mean(axes, keepdim=True)
        y = self.scale_and_shift(x / (mean_square + self.epsilon).sqrt())
        return torch.maximum(y, self.threshold.view([1, -1] + [1] * (x.dim() - 2)))
`.trim();

const TFJS = `
    /**
     * Filter response normalization (Singh & Krishnan 2019): an image and channel over its root mean square, or an image's
     * units on a dense layer; then max(x, threshold), with a threshold a channel, in the place of a ReLU.
     */
    class FilterResponseNormalization extends Normalization {
      build(inputShape) {
        super.build(inputShape);
        const channels = this.gamma.shape;
        this.threshold = this.addWeight('threshold', channels, 'float32', tf.initializers.zeros());
      }

      view(shape) {
        return shape;
      }

      over(rank) {
        return rank === 4 ? [1, 2] : [1];
      }

      affine(shape) {
        return [shape[shape.length - 1]];
      }

      normalize(x) {
        const meanSquare = x.square().mean(this.over(x.rank), true);
        return x.div(meanSquare.add(this.epsilon).sqrt());
      }

      call(inputs) {
        return tf.tidy(() => super.call(inputs).maximum(this.threshold.read()));
      }
    }
    FilterResponseNormalization.className = 'FilterResponseNormalization';
`.slice(1, -1);

export const filterResponse = {
  name: 'filter-response',
  words: {
    full: 'Filter Response Norm (FRN)',
    short: 'FRN',
    plain: 'Filter response norm',
    option: 'frn',
    explanation:
      'An image and channel is divided by its root mean square, over all pixels; a learned threshold cuts off in the place of the ReLU.',
  },
  year: 2019,
  paper: {
    authors: 'Singh & Krishnan 2019',
    title:
      'Filter Response Normalization Layer: Eliminating Batch Dependence in the Training of Deep Neural Networks',
    arxiv: '1911.09737',
  },
  settings: ['eps'],
  epsilon: 1e-6,
  statistics: { images: 'each', channels: 'each', units: 'all', mean: false },
  usesMinibatch: false,
  parameters: [
    ...AFFINE,
    {
      ...{ name: 'threshold', each: 'channel', initial: 0 },
      does: "is what lower values are raised to, in the ReLU's place",
    },
  ],
  moving: [],
  activates: true,
  exports: {
    keras: ({ norm: { epsilon } }) => ({ call: `FilterResponseNorm(${epsilon})`, definition: KERAS }),
    pytorch: ({ norm: { epsilon }, channels }) => ({
      call: `FilterResponseNorm(${channels}, ${epsilon})`,
      definition: PYTORCH,
    }),
    tfjs: {
      layer: ({ norm: { epsilon } }) => ({ className: 'FilterResponseNormalization', config: { epsilon } }),
      class: { name: 'FilterResponseNormalization', extends: 'Normalization', source: TFJS },
    },
  },
} as const satisfies NormDescription;
