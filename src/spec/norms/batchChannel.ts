/** Batch-channel normalization (Qiao et al. 2019): batch normalization, then group normalization of what that gives. */
import { BATCH_KERAS, BATCH_PYTORCH, batchSettings } from './batch.ts';
import { AFFINE, MOVING_MOMENTS, type NormDescription } from './description.ts';

const KERAS = `${BATCH_KERAS}


class BatchChannelNorm(BatchNorm):
    """Batch normalization, then group normalization of the result, each with gamma and beta."""

    def __init__(self, groups, epsilon, momentum, **options):
        super().__init__(epsilon, momentum, **options)
        self.groups = groups

    def build(self, shape):
        super().build(shape)
        channels = (shape[-1],)
        self.channel_gamma = self.add_weight(shape=channels, initializer='ones', name='channel_gamma')
        self.channel_beta = self.add_weight(shape=channels, initializer='zeros', name='channel_beta')

    def call(self, x, training=False):
        y = super().call(x, training)
        shape = (-1, *y.shape[1:])
        grouped = ops.reshape(y, (-1, math.prod(y.shape[1:-1]), self.groups, y.shape[-1] // self.groups))
        mean, variance = ops.moments(grouped, axes=[1, 3], keepdims=True)
        normalized = ops.reshape((grouped - mean) * ops.rsqrt(variance + self.epsilon), shape)
        return normalized * self.channel_gamma + self.channel_beta`;

const PYTORCH = `${BATCH_PYTORCH}


class BatchChannelNorm(BatchNorm):
    """Batch normalization, then group normalization of the result, each with gamma and beta."""

    def __init__(self, groups, channels, epsilon, momentum, **options):
        super().__init__(channels, epsilon, momentum, **options)
        self.groups = groups
        self.channel_gamma = nn.Parameter(torch.ones(channels))
        self.channel_beta = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        y = super().forward(x)
        grouped = y.reshape(y.shape[0], self.groups, -1)
        mean = grouped.mean(2, keepdim=True)
        variance = (grouped - mean).square().mean(2, keepdim=True)
        normalized = ((grouped - mean) / (variance + self.epsilon).sqrt()).reshape(y.shape)
        shape = [1, -1] + [1] * (x.dim() - 2)
        return normalized * self.channel_gamma.view(shape) + self.channel_beta.view(shape)`;

const TFJS = `
    /** Batch normalization by moving statistics, then group normalization of the result, each with gamma and beta. */
    class BatchChannelNormalization extends GroupNormalization {
      build(inputShape) {
        super.build(inputShape);
        const shape = Array.isArray(inputShape[0]) ? inputShape[0] : inputShape;
        const channels = [shape[shape.length - 1]];
        const ones = tf.initializers.ones();
        const zeros = tf.initializers.zeros();
        this.channelGamma = this.addWeight('channel_gamma', channels, 'float32', ones);
        this.channelBeta = this.addWeight('channel_beta', channels, 'float32', zeros);
        this.movingMean = this.addWeight('moving_mean', channels, 'float32', zeros, undefined, false);
        this.movingVariance = this.addWeight('moving_variance', channels, 'float32', ones, undefined, false);
      }

      call(inputs) {
        return tf.tidy(() => {
          const x = Array.isArray(inputs) ? inputs[0] : inputs;
          const deviation = this.movingVariance.read().add(this.epsilon).sqrt();
          const y = x.sub(this.movingMean.read()).div(deviation).mul(this.gamma.read()).add(this.beta.read());
          return this.normalize(y.reshape(this.view(x.shape)))
            .reshape(x.shape)
            .mul(this.channelGamma.read())
            .add(this.channelBeta.read());
        });
      }
    }
    BatchChannelNormalization.className = 'BatchChannelNormalization';
`.slice(1, -1);

export const batchChannel = {
  name: 'batch-channel',
  words: {
    full: 'Batch-Channel Normalization (BCN)',
    short: 'BCN',
    plain: 'Batch-channel norm',
    option: 'bcn',
    explanation:
      'Twice over: a channel has one mean and variance over the minibatch and all pixels; of the result, an image and group of adjacent channels has one.',
  },
  year: 2019,
  paper: {
    authors: 'Qiao et al. 2019',
    title: 'Rethinking Normalization and Elimination Singularity in Neural Networks',
    arxiv: '1911.09738',
  },
  settings: ['groups', 'stats', 'momentum', 'eps'],
  epsilon: 1e-5,
  statistics: { images: 'all', channels: 'each', mean: true },
  stages: [
    { kind: 'batch', arrays: {} },
    { kind: 'group', arrays: { gamma: 'channelGamma', beta: 'channelBeta' } },
  ],
  usesMinibatch: true,
  estimates: true,
  parameters: [
    { ...AFFINE[0], does: 'multiplies what is normalized by batch' },
    { ...AFFINE[1], does: 'is added to that' },
    {
      ...{ name: 'channelGamma', label: 'channel gamma', each: 'channel', initial: 1 },
      does: 'multiplies what is then normalized by channel groups, and near 0 switches its channel off',
    },
    {
      ...{ name: 'channelBeta', label: 'channel beta', each: 'channel', initial: 0 },
      does: 'is added at the end',
    },
  ],
  moving: MOVING_MOMENTS,
  activates: false,
  exports: {
    keras: ({ norm }) => ({
      call: `BatchChannelNorm(${norm.groups}, ${batchSettings(norm)})`,
      definition: KERAS,
    }),
    pytorch: ({ norm, channels }) => ({
      call: `BatchChannelNorm(${norm.groups}, ${channels}, ${batchSettings(norm)})`,
      definition: PYTORCH,
    }),
    tfjs: {
      layer: ({ norm: { epsilon, groups } }) => ({
        className: 'BatchChannelNormalization',
        config: { epsilon, groups },
      }),
      class: { name: 'BatchChannelNormalization', extends: 'GroupNormalization', source: TFJS },
    },
  },
} as const satisfies NormDescription;
