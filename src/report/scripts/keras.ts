/**
 * The experiment as a script for Keras 3, on any of its backends. Layers and optimizers of ours only where Keras has none
 * that means the same: its batch norm keeps a biased moving variance (Keras 2.2, which the original study used, did not),
 * it has no weight standardization, no norm over bands and no RMS norm over a whole image, its Adam adds epsilon
 * elsewhere, and its momentum keeps the learning rates of past steps.
 */

import { buildNetwork } from '../../network/build.ts';
import {
  INPUT,
  isChain,
  type Layer,
  type Network,
  type NormLayer,
  type Optimizer,
  SCALED_WS,
  WS_EPSILON,
} from '../../network/layers.ts';
import { descriptionOf } from '../../network/norms.ts';
import { zeroedGamma } from '../../network/parameters.ts';
import type { DataSpec } from '../../spec/dataSpec.ts';
import type { Experiment, Initializer, Weights } from '../../spec/experiment.ts';
import { hasConstantRate } from '../../spec/learningRate.ts';
import type { PythonLayer } from '../../spec/norms/description.ts';
import { dataPart, header, inPython, joinParts, mainPart, RUN_FILE, settings } from './parts.ts';

export function kerasScript(experiment: Experiment, spec: DataSpec): string {
  const network = buildNetwork(experiment, spec);
  return joinParts([
    [
      header(experiment, spec, 'Keras', 'Keras 3 with one of its backends (KERAS_BACKEND), and NumPy'),
      'import argparse\nimport gzip\nimport json\nimport math\nimport os\nimport struct\nimport sys\nimport time\n',
      'import keras\nimport numpy as np\nfrom keras import layers, ops\n',
      settings(experiment, spec),
      "keras.config.set_image_data_format('channels_last')",
    ].join('\n'),
    dataPart(spec),
    ...layerClasses(network),
    network.layers.some((layer) => zeroedGamma(layer) !== undefined) ? ZEROED : '',
    hasConstantRate(experiment) ? '' : rateClass(experiment),
    optimizerClass(network.optimizer, hasConstantRate(experiment)).definition,
    buildFunction(network, experiment),
    trainFunction(experiment),
    RUN_FILE,
    mainPart(experiment, spec),
  ]);
}

const STANDARDIZED_CONV = `
class StandardizedConv2D(layers.Conv2D):
    """Weight Standardization (Qiao et al. 2019): each filter less its mean, over its deviation."""

    def convolution_op(self, inputs, kernel):
        centred = kernel - ops.mean(kernel, axis=(0, 1, 2), keepdims=True)
        deviation = ops.sqrt(ops.mean(ops.square(centred), axis=(0, 1, 2), keepdims=True))
        return super().convolution_op(inputs, centred / (deviation + ${WS_EPSILON}))
`.trim();

const SCALED_CONV = `
class ScaledConv2D(layers.Conv2D):
    """Scaled Weight Standardization (Brock et al. 2021): each filter less its mean, over its deviation and the root of
    its size, times a trained gain and what makes up for a ReLU."""

    def build(self, shape):
        super().build(shape)
        self.gain = self.add_weight(shape=(self.filters,), initializer='ones', name='gain')

    def convolution_op(self, inputs, kernel):
        centred = kernel - ops.mean(kernel, axis=(0, 1, 2), keepdims=True)
        variance = ops.mean(ops.square(centred), axis=(0, 1, 2), keepdims=True)
        size = math.prod(kernel.shape[:-1])
        scale = math.sqrt(2 / (1 - 1 / math.pi)) * ops.rsqrt((variance + ${SCALED_WS.epsilon}) * size)
        return super().convolution_op(inputs, self.gain * scale * centred)
`.trim();

/** By what is done to the kernel. */
const CONVS = {
  plain: { name: 'layers.Conv2D', definition: undefined },
  standardized: { name: 'StandardizedConv2D', definition: STANDARDIZED_CONV },
  scaled: { name: 'ScaledConv2D', definition: SCALED_CONV },
} as const satisfies Readonly<Record<Weights, object>>;

const AFFINE = `
class Affine(layers.Layer):
    """What our normalizations share: gamma and beta, one a channel (the last axis)."""

    def __init__(self, epsilon=None, **options):
        super().__init__(**options)
        self.epsilon = epsilon

    def build(self, shape):
        channels = (shape[-1],)
        self.gamma = self.add_weight(shape=channels, initializer='ones', name='gamma')
        self.beta = self.add_weight(shape=channels, initializer='zeros', name='beta')

    def compute_output_shape(self, shape):
        return shape
`.trim();

function layerClasses({ layers }: Network): string[] {
  const classes = new Set<string>();
  for (const layer of layers) {
    const conv = layer.kind === 'conv2d' ? CONVS[layer.weights].definition : undefined;
    if (conv !== undefined) classes.add(conv);
    if (layer.kind !== 'norm') continue;
    const { definition } = normLayer(layer);
    if (definition !== undefined) classes.add(AFFINE).add(definition);
  }
  return [...classes];
}

const ZEROED = `
def zeroed(layer, name, x):
    """What the layer gives, with a scale that starts at zero: a residual block passes on what it reads."""
    y = layer(x)
    scale = getattr(layer, name)
    scale.assign(ops.zeros_like(scale))
    return y
`.trim();

const shapeAfter = (code: string, { output }: Layer): string => `${code.padEnd(68)}  # ${output.join(' × ')}`;

/** Layers one after another. */
const chain = ({ layers, input, init = 'glorot-uniform' }: Network): string => `
    network = keras.Sequential([
        keras.Input((${input.join(', ')})),
${layers
  .flatMap((layer) => {
    const border = borderOf(layer);
    const call = shapeAfter(`        ${layerCall(layer, init)},`, layer);
    return border === undefined ? [call] : [`        ${border},`, call];
  })
  .join('\n')}
    ])
`;

/** Layers with sums, by name. */
function graph({ layers, input, init = 'glorot-uniform' }: Network): string {
  const steps = layers.map((layer) => {
    const values = layer.reads.map((value) => (value === INPUT ? 'x' : value));
    const [first = 'x'] = values;
    const border = borderOf(layer);
    const given = border === undefined ? first : `${border}(${first})`;
    const read = layer.kind === 'add' ? `[${values.join(', ')}]` : given;
    const gamma = zeroedGamma(layer);
    const call = layerCall(layer, init);
    const made = gamma === undefined ? `${call}(${read})` : `zeroed(${call}, '${inPython(gamma)}', ${read})`;
    return shapeAfter(`    ${layer.name} = ${made}`, layer);
  });
  return `
    x = keras.Input((${input.join(', ')}))
${steps.join('\n')}
    network = keras.Model(x, ${layers.at(-1)?.name ?? 'x'})
`;
}

/** Reckoned from the step in the backend's own operations: not all backends hear of a rate that a callback sets. */
function rateClass({ schedule }: Experiment): string {
  const [after, share] = {
    constant: ['lr', ''],
    cosine: [
      'lr * (1 + ops.cos(math.pi * share)) / 2',
      "        share = ops.maximum(0.0, before - warmup) / max(experiment['epochs'] - warmup, 1e-9)\n",
    ],
    steps: [
      'lr * ops.where(share >= 0.75, 0.01, ops.where(share >= 0.5, 0.1, 1.0))',
      "        share = before / experiment['epochs']\n",
    ],
  }[schedule] as [string, string];
  return `
class LearningRate(keras.optimizers.schedules.LearningRateSchedule):
    """Follows the training images seen before and after an update, both in epochs."""

    def __init__(self, experiment):
        self.experiment = experiment

    def __call__(self, step):
        experiment = self.experiment
        lr, warmup = experiment['lr'], experiment['warmup']
        batch = experiment['batch'] / experiment['images']
        steps = math.ceil(experiment['images'] / experiment['batch'])
        step = ops.cast(step, 'float32')
        epoch = ops.floor(step / steps)
        before = epoch + (step - epoch * steps) * batch
        after = ops.minimum(before + batch, epoch + 1)
${share}        return ops.where(after <= warmup, lr * after / max(warmup, 1e-9), ${after})
`.trim();
}

const ADAM = `
class Adam(keras.optimizers.Adam):
    """Adam as published (Kingma & Ba 2015, algorithm 1); Keras's adds epsilon before it corrects the second moment, which
    counts in the first hundreds of steps, where gradients are small."""

    def update_step(self, gradient, variable, learning_rate):
        index = self._get_variable_index(variable)
        m, v = self._momentums[index], self._velocities[index]
        step = ops.cast(self.iterations + 1, variable.dtype)
        self.assign(m, self.beta_1 * m + (1 - self.beta_1) * gradient)
        self.assign(v, self.beta_2 * v + (1 - self.beta_2) * ops.square(gradient))
        mean, square = m / (1 - self.beta_1 ** step), v / (1 - self.beta_2 ** step)
        self.assign_sub(variable, learning_rate * mean / (ops.sqrt(square) + self.epsilon))
`.trim();

const MOMENTUM = `
class Momentum(keras.optimizers.SGD):
    """SGD with a velocity of gradients; Keras's is one of steps, to which a changed learning rate comes late."""

    def update_step(self, gradient, variable, learning_rate):
        velocity = self.momentums[self._get_variable_index(variable)]
        self.assign(velocity, self.momentum * velocity + gradient)
        self.assign_sub(variable, learning_rate * velocity)
`.trim();

/** The optimizer's class, and what defines it where it is not one of Keras's. */
function optimizerClass(optimizer: Optimizer, constant: boolean): { name: string; definition: string } {
  switch (optimizer.name) {
    case 'adam':
      return { name: 'Adam', definition: ADAM };
    case 'sgd':
      return optimizer.momentum > 0 && !constant
        ? { name: 'Momentum', definition: MOMENTUM }
        : { name: 'keras.optimizers.SGD', definition: '' };
    case 'rmsprop':
      return { name: 'keras.optimizers.RMSprop', definition: '' };
    default:
      return optimizer satisfies never;
  }
}

function buildFunction(network: Network, experiment: Experiment): string {
  const body = isChain(network.layers) ? chain(network) : graph(network);
  const { weightDecay = 0 } = network.optimizer;
  const constant = hasConstantRate(experiment);
  const call = optimizerCall(network.optimizer, constant ? undefined : 'LearningRate(experiment)');
  const decaying = `optimizer = ${call}
    # Kernels decay, which have two axes or more, not biases and parameters of norms.
    optimizer.exclude_from_weight_decay([each for each in network.trainable_variables if len(each.shape) < 2])
    `;
  return `
def build(${constant ? '' : 'experiment=EXPERIMENT'}):
    """The network, and after each layer the shape of its output: height × width × channels, or units."""
    ${body.trim()}
    ${weightDecay > 0 ? decaying : ''}network.compile(
        optimizer=${weightDecay > 0 ? 'optimizer' : call},
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name='acc')],
    )
    return network
`.trim();
}

/** Half a convolution's kernel on every side: with a stride, 'same' would leave out a part of what is before the image. */
const borderOf = (layer: Layer): string | undefined =>
  layer.kind === 'conv2d' && layer.stride !== 1 && layer.kernelSize !== 1
    ? `layers.ZeroPadding2D(${layer.kernelSize >> 1})`
    : undefined;

/** Keras's own, Glorot-uniform, goes without saying; its HeNormal is truncated. */
const INITIALIZERS: Readonly<Record<Initializer, string>> = {
  'glorot-uniform': '',
  'he-normal': "keras.initializers.VarianceScaling(2.0, 'fan_in', 'untruncated_normal')",
  orthogonal: 'keras.initializers.Orthogonal()',
};

function layerCall(layer: Layer, init: Initializer): string {
  const initializer = INITIALIZERS[init];
  const start = initializer && `, kernel_initializer=${initializer}`;
  const channels = layer.output.at(-1) ?? 1;
  switch (layer.kind) {
    case 'conv2d': {
      const { name } = CONVS[layer.weights];
      const { kernelSize, stride } = layer;
      const placed = stride === 1 ? "padding='same'" : `strides=${stride}`;
      return `${name}(${channels}, ${kernelSize}, ${placed}${start})`;
    }
    case 'dense':
      return `layers.Dense(${channels}${start})`;
    case 'norm':
      return normLayer(layer).call;
    case 'dropout':
      return `layers.Dropout(${layer.rate})`;
    case 'global-average-pool':
      return 'layers.GlobalAveragePooling2D()';
    case 'max-pool':
      return 'layers.MaxPooling2D(2)';
    case 'gelu':
    case 'silu':
      return `layers.Activation('${layer.kind}')`;
    case 'relu':
      return 'layers.ReLU()';
    case 'flatten':
      return 'layers.Flatten()';
    case 'add':
      return 'layers.Add()';
    default:
      return layer satisfies never;
  }
}

const normLayer = ({ norm, output }: NormLayer): PythonLayer =>
  descriptionOf(norm).exports.keras({ norm, channels: output.at(-1) ?? 1, dense: output.length === 1 });

/** Keras takes no whole number. */
const float = (value: number): string => (Number.isInteger(value) ? `${value}.0` : `${value}`);

function optimizerCall(optimizer: Optimizer, schedule?: string): string {
  const { learningRate, weightDecay = 0 } = optimizer;
  const decay = weightDecay > 0 ? `, weight_decay=${weightDecay}` : '';
  const rate = `learning_rate=${schedule ?? float(learningRate)}${decay}`;
  const { name } = optimizerClass(optimizer, schedule === undefined);
  switch (optimizer.name) {
    case 'adam': {
      const { beta1, beta2, epsilon } = optimizer;
      return `${name}(${rate}, beta_1=${beta1}, beta_2=${beta2}, epsilon=${epsilon})`;
    }
    case 'sgd':
      return `${name}(${rate}, momentum=${float(optimizer.momentum)})`;
    case 'rmsprop':
      return `${name}(${rate}, rho=${optimizer.decay}, epsilon=${optimizer.epsilon})`;
    default:
      return optimizer satisfies never;
  }
}

const trainFunction = (experiment: Experiment): string =>
  `
def arrays(images, labels):
    """Pixels / 255 as [count, height, width, channels], and labels."""
    return images.reshape(len(images), *SHAPE).astype(np.float32) / 255, labels.astype(np.int32)


def train(experiment, data):
    seed, batch = experiment['seed'], experiment['batch']
    keras.utils.set_random_seed(seed)
    images, labels = data['train']
    subset = balanced_subset(labels, experiment['images'], np.random.default_rng(seed))
    x_train, y_train = arrays(images[subset], labels[subset])
    validation = arrays(*(array[:len(subset)] for array in data['validation']))
    x_test, y_test = arrays(*data['test'])
    network = build(${hasConstantRate(experiment) ? '' : "{**experiment, 'images': len(subset)}"})
    history, points = [], []
    started = time.perf_counter()

    def ended(test, diverged_at=None):
        engine = f'Keras {keras.__version__} · {keras.backend.backend()}'
        return run_file(experiment, history, points, test, engine, None, time.perf_counter() - started, diverged_at)

    for epoch in range(1, experiment['epochs'] + 1):
        # An epoch at a time, reshuffled for each; a shorter last batch is a step like any other.
        fitted = network.fit(
            x_train, y_train, batch_size=batch, epochs=1, shuffle=True, verbose=0,
            validation_data=validation, validation_batch_size=500,
        )
        result = {key: float(values[0]) for key, values in fitted.history.items()}
        if not math.isfinite(result['loss']):
            print(f"diverged in epoch {epoch}, loss was {result['loss']}: lower the learning rate", flush=True)
            return ended(None, epoch * math.ceil(len(subset) / batch))
        result['images'] = epoch * len(subset)
        history.append(result)
        points.append({
            'images': result['images'],
            'step': epoch * math.ceil(len(subset) / batch),
            'ms': 1000 * (time.perf_counter() - started),
            'loss': result['loss'],
            'acc': result['acc'],
        })
        tested = [float(value) for value in network.evaluate(x_test, y_test, batch_size=500, verbose=0)]
        say(epoch, result, tested)
    return ended(tested)
`.trim();
