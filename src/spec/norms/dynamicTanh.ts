/** Dynamic tanh (Zhu et al. 2025): no statistics at all, a squashing of each value in their place. */
import { AFFINE, type NormDescription } from './description.ts';

const KERAS = `
class DynamicTanh(Affine):
    """Dynamic tanh (Zhu et al. 2025): no statistics, tanh(alpha · x) with one alpha a layer in their place."""

    def build(self, shape):
        super().build(shape)
        start = keras.initializers.Constant(0.5)
        self.alpha = self.add_weight(shape=(1,), initializer=start, name='alpha')

    def call(self, x):
        return ops.tanh(self.alpha * x) * self.gamma + self.beta
`.trim();

const PYTORCH = `
class DynamicTanh(Affine):
    """Dynamic tanh (Zhu et al. 2025): no statistics, tanh(alpha · x) with one alpha a layer in their place."""

    def __init__(self, channels):
        super().__init__(channels)
        self.alpha = nn.Parameter(torch.full((1,), 0.5))

    def forward(self, x):
        return self.scale_and_shift(torch.tanh(self.alpha * x))
`.trim();

const TFJS = `
    /** Dynamic tanh (Zhu et al. 2025): no statistics, tanh(alpha * x) with one alpha a layer in their place. */
    class DynamicTanh extends Normalization {
      build(inputShape) {
        super.build(inputShape);
        this.alpha = this.addWeight('alpha', [1], 'float32', tf.initializers.constant({ value: 0.5 }));
      }

      view(shape) {
        return shape;
      }

      affine(shape) {
        return [shape[shape.length - 1]];
      }

      normalize(x) {
        return x.mul(this.alpha.read()).tanh();
      }
    }
    DynamicTanh.className = 'DynamicTanh';
`.slice(1, -1);

export const dynamicTanh = {
  name: 'dynamic-tanh',
  words: {
    full: 'Dynamic Tanh (DyT)',
    short: 'DyT',
    plain: 'Dynamic tanh',
    option: 'dyt',
    explanation: 'Each value by itself is scaled and squashed by tanh: no mean and no variance are taken.',
  },
  year: 2025,
  paper: { authors: 'Zhu et al. 2025', title: 'Transformers without Normalization', arxiv: '2503.10622' },
  settings: [],
  epsilon: 0,
  usesMinibatch: false,
  parameters: [
    { ...AFFINE[0], does: 'multiplies what tanh gives, and near 0 switches its channel off' },
    AFFINE[1],
    {
      ...{ name: 'alpha', each: 'layer', initial: 0.5 },
      does: 'stretches the values before tanh: the larger it is, the more of them end near ±1',
    },
  ],
  moving: [],
  activates: false,
  exports: {
    keras: () => ({ call: 'DynamicTanh()', definition: KERAS }),
    pytorch: ({ channels }) => ({ call: `DynamicTanh(${channels})`, definition: PYTORCH }),
    tfjs: {
      layer: () => ({ className: 'DynamicTanh', config: {} }),
      class: { name: 'DynamicTanh', extends: 'Normalization', source: TFJS },
    },
  },
} as const satisfies NormDescription;
