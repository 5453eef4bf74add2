/** Batch normalization (Ioffe & Szegedy 2015): statistics a channel, over the minibatch and all pixels. */
import { AFFINE, MOVING_MOMENTS, type NormDescription, type NormOnLayer } from './description.ts';

export const BATCH_KERAS = `
class BatchNorm(Affine):
    """Batch normalization as Keras 2.2 has it, with an unbiased moving variance. Estimated: the moving statistics follow
    first and then normalize, in training, too (Qiao et al. 2019)."""

    def __init__(self, epsilon, momentum, frozen=False, estimated=False, **options):
        super().__init__(epsilon, **options)
        self.momentum, self.frozen, self.estimated = momentum, frozen, estimated

    def build(self, shape):
        super().build(shape)
        moving = {'shape': (shape[-1],), 'trainable': False}
        self.moving_mean = self.add_weight(initializer='zeros', name='moving_mean', **moving)
        self.moving_variance = self.add_weight(initializer='ones', name='moving_variance', **moving)

    def call(self, x, training=False):
        mean, variance = self.moving_mean, self.moving_variance
        if training and not self.frozen:
            axes = list(range(len(x.shape) - 1))
            mean, variance = ops.moments(x, axes=axes)
            count = ops.sum(ops.ones_like(x[..., 0]))
            spread = variance * count / ops.maximum(count - 1, 1)
            if self.estimated:
                spread = variance + ops.square(mean - self.moving_mean)
            share = 1 - self.momentum
            moved_mean = self.moving_mean * self.momentum + mean * share
            moved_variance = self.moving_variance * self.momentum + spread * share
            self.moving_mean.assign(moved_mean)
            self.moving_variance.assign(moved_variance)
            if self.estimated:
                mean, variance = ops.stop_gradient(moved_mean), ops.stop_gradient(moved_variance)
        return (x - mean) * ops.rsqrt(variance + self.epsilon) * self.gamma + self.beta
`.trim();

export const BATCH_PYTORCH = `
class BatchNorm(Affine):
    """Batch normalization as Keras 2.2 has it: momentum is what the moving statistics keep, 1 − that of
    nn.BatchNorm. That refuses a batch that has one value a channel; here its variance is 0. Estimated: the moving
    statistics follow first and then normalize, in training, too (Qiao et al. 2019)."""

    def __init__(self, channels, epsilon, momentum, frozen=False, estimated=False):
        super().__init__(channels, epsilon)
        self.momentum, self.frozen, self.estimated = momentum, frozen, estimated
        self.register_buffer('moving_mean', torch.zeros(channels))
        self.register_buffer('moving_variance', torch.ones(channels))

    def forward(self, x):
        shape = [1, -1] + [1] * (x.dim() - 2)
        mean, variance = self.moving_mean.view(shape), self.moving_variance.view(shape)
        if self.training and not self.frozen:
            axes = [axis for axis in range(x.dim()) if axis != 1]
            mean = x.mean(axes, keepdim=True)
            variance = (x - mean).square().mean(axes, keepdim=True)
            count = x.numel() // x.shape[1]
            with torch.no_grad():
                spread = variance.flatten() * (count / max(count - 1, 1))
                if self.estimated:
                    spread = variance.flatten() + (mean.flatten() - self.moving_mean).square()
                self.moving_mean.lerp_(mean.flatten(), 1 - self.momentum)
                self.moving_variance.lerp_(spread, 1 - self.momentum)
            if self.estimated:
                mean, variance = self.moving_mean.view(shape), self.moving_variance.view(shape)
        return self.scale_and_shift((x - mean) / (variance + self.epsilon).sqrt())
`.trim();

/** What the scripts' classes are told. */
export const batchSettings = ({ epsilon, momentum, frozen, estimated }: NormOnLayer): string =>
  `${epsilon}, ${momentum}${frozen ? ', frozen=True' : ''}${estimated ? ', estimated=True' : ''}`;

export const batch = {
  name: 'batch',
  words: {
    full: 'Batch Normalization (BN)',
    short: 'BN',
    plain: 'Batch norm',
    option: 'bn',
    explanation:
      'A channel has one mean and variance over the minibatch and all pixels; tests use moving averages of them.',
  },
  year: 2015,
  paper: {
    authors: 'Ioffe & Szegedy 2015',
    title: 'Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift',
    arxiv: '1502.03167',
  },
  settings: ['stats', 'momentum', 'eps'],
  // As in Keras 2.2, which the original study used.
  epsilon: 1e-3,
  statistics: { images: 'all', channels: 'each', mean: true },
  usesMinibatch: true,
  estimates: true,
  parameters: AFFINE,
  moving: MOVING_MOMENTS,
  activates: false,
  exports: {
    keras: ({ norm }) => ({
      call: `BatchNorm(${batchSettings(norm)})`,
      definition: BATCH_KERAS,
    }),
    pytorch: ({ norm, channels }) => ({
      call: `BatchNorm(${channels}, ${batchSettings(norm)})`,
      definition: BATCH_PYTORCH,
    }),
    tfjs: {
      layer: ({ norm: { epsilon, momentum } }) => ({
        className: 'BatchNormalization',
        config: { axis: -1, momentum, epsilon, center: true, scale: true },
      }),
    },
  },
} as const satisfies NormDescription;
