/** Batch renormalization (Ioffe 2017): batch normalization corrected, within limits, towards what tests will use. */
import { batch } from './batch.ts';
import { AFFINE, MOVING_MOMENTS, type NormDescription, type NormOnLayer } from './description.ts';

const KERAS = `
class BatchRenorm(Affine):
    """Batch renormalization: the minibatch's statistics, corrected by the moving ones within limits that rise over the
    first updates; no gradient goes through the correction."""

    def __init__(self, epsilon, momentum, r_max=3, d_max=5, rise=1000, frozen=False, **options):
        super().__init__(epsilon, **options)
        self.momentum, self.r_max, self.d_max, self.rise, self.frozen = momentum, r_max, d_max, rise, frozen

    def build(self, shape):
        super().build(shape)
        moving = {'shape': (shape[-1],), 'trainable': False}
        self.moving_mean = self.add_weight(initializer='zeros', name='moving_mean', **moving)
        self.moving_variance = self.add_weight(initializer='ones', name='moving_variance', **moving)
        self.updates = self.add_weight(shape=(1,), initializer='zeros', name='updates', trainable=False)

    def call(self, x, training=False):
        mean, variance = self.moving_mean, self.moving_variance
        deviation = ops.sqrt(variance + self.epsilon)
        if not training or self.frozen:
            return (x - mean) / deviation * self.gamma + self.beta
        own_mean, own_variance = ops.moments(x, axes=list(range(len(x.shape) - 1)))
        own_deviation = ops.sqrt(own_variance + self.epsilon)
        share = ops.minimum(self.updates / self.rise, 1)
        r_max, d_max = 1 + share * (self.r_max - 1), share * self.d_max
        r = ops.stop_gradient(ops.minimum(ops.maximum(own_deviation / deviation, 1 / r_max), r_max))
        d = ops.stop_gradient(ops.minimum(ops.maximum((own_mean - mean) / deviation, -d_max), d_max))
        y = ((x - own_mean) / own_deviation * r + d) * self.gamma + self.beta
        count = ops.sum(ops.ones_like(x[..., 0]))
        unbiased = own_variance * count / ops.maximum(count - 1, 1)
        kept = self.momentum
        self.moving_mean.assign(mean * kept + own_mean * (1 - kept))
        self.moving_variance.assign(variance * kept + unbiased * (1 - kept))
        self.updates.assign(self.updates + 1)
        return y
`.trim();

const PYTORCH = `
class BatchRenorm(Affine):
    """Batch renormalization: the minibatch's statistics, corrected by the moving ones within limits that rise over the
    first updates; no gradient goes through the correction."""

    def __init__(self, channels, epsilon, momentum, r_max=3, d_max=5, rise=1000, frozen=False):
        super().__init__(channels, epsilon)
        self.momentum, self.r_max, self.d_max, self.rise, self.frozen = momentum, r_max, d_max, rise, frozen
        self.register_buffer('moving_mean', torch.zeros(channels))
        self.register_buffer('moving_variance', torch.ones(channels))
        self.updates = 0

    def forward(self, x):
        shape = [1, -1] + [1] * (x.dim() - 2)
        deviation = (self.moving_variance + self.epsilon).sqrt()
        if not self.training or self.frozen:
            return self.scale_and_shift((x - self.moving_mean.view(shape)) / deviation.view(shape))
        axes = [axis for axis in range(x.dim()) if axis != 1]
        mean = x.mean(axes, keepdim=True)
        variance = (x - mean).square().mean(axes, keepdim=True)
        normalized = (x - mean) / (variance + self.epsilon).sqrt()
        share = min(self.updates / self.rise, 1)
        r_max, d_max = 1 + share * (self.r_max - 1), share * self.d_max
        count = x.numel() // x.shape[1]
        with torch.no_grad():
            own_mean, own_variance = mean.flatten(), variance.flatten()
            r = ((own_variance + self.epsilon).sqrt() / deviation).clamp(1 / r_max, r_max)
            d = ((own_mean - self.moving_mean) / deviation).clamp(-d_max, d_max)
            self.moving_mean.lerp_(own_mean, 1 - self.momentum)
            self.moving_variance.lerp_(own_variance * (count / max(count - 1, 1)), 1 - self.momentum)
            self.updates += 1
        return self.scale_and_shift(normalized * r.view(shape) + d.view(shape))
`.trim();

const LIMITS = { rMax: 3, dMax: 5, updates: 1000 } as const;

/** The script's arguments behind the channels; its own defaults are the limits. */
const settings = ({ epsilon, momentum, frozen }: NormOnLayer): string =>
  `${epsilon}, ${momentum}${frozen ? ', frozen=True' : ''}`;

export const batchRenorm = {
  name: 'batch-renorm',
  words: {
    full: 'Batch Renormalization (BRN)',
    short: 'BRN',
    plain: 'Batch renorm',
    option: 'brn',
    explanation:
      'A channel has one mean and variance over the minibatch and all pixels, corrected towards the moving averages that tests use, within limits.',
  },
  year: 2017,
  paper: {
    authors: 'Ioffe 2017',
    title: 'Batch Renormalization: Towards Reducing Minibatch Dependence in Batch-Normalized Models',
    arxiv: '1702.03275',
  },
  settings: ['stats', 'momentum', 'eps'],
  epsilon: 1e-3,
  statistics: { images: 'all', channels: 'each', mean: true },
  usesMinibatch: true,
  parameters: AFFINE,
  moving: MOVING_MOMENTS,
  limits: LIMITS,
  activates: false,
  exports: {
    keras: ({ norm }) => ({ call: `BatchRenorm(${settings(norm)})`, definition: KERAS }),
    pytorch: ({ norm, channels }) => ({
      call: `BatchRenorm(${channels}, ${settings(norm)})`,
      definition: PYTORCH,
    }),
    // A model only predicts: as batch norm does.
    tfjs: batch.exports.tfjs,
  },
} as const satisfies NormDescription;
