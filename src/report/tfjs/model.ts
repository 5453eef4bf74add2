/**
 * A trained network as a TensorFlow.js Layers model, which `tf.loadLayersModel` opens. It is for prediction: it takes
 * pixels / 255 as [images, height, width, channels] and gives probabilities, as Keras models do. A kernel that is standardized or
 * scaled before use is so once, here, so a convolution is an ordinary one; its weights are then no longer those that training would go on from.
 */
import { INPUT, isChain, type Layer, type Network, type Shape, sizeOf } from '../../network/layers.ts';
import { descriptionOf, normArrayShape } from '../../network/norms.ts';
import type { Parameters } from '../../network/parameters.ts';
import { usedKernel } from '../../network/usedKernel.ts';
import { littleEndian, type Metadata, valuesOf } from '../safetensors.ts';
import { PROGRAM, VERSION } from '../version.ts';
import { LAYERS_FILE, LAYERS_SOURCE, OWN_CLASSES } from './layersFile.ts';

export interface TfjsModel {
  readonly 'model.json': string;
  readonly 'weights.bin': Uint8Array<ArrayBuffer>;
  /** Only for norms that TensorFlow.js has no layer for; to be loaded before the model. */
  readonly [LAYERS_FILE]?: string;
}

/** A Keras layer, the layers that it reads, and its arrays in the order in which Keras names them. */
interface KerasLayer {
  readonly className: string;
  readonly reads: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly weights: readonly Weight[];
}

interface Weight {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array;
}

export function toTfjsModel(network: Network, parameters: Parameters, metadata: Metadata = {}): TfjsModel {
  const last = network.layers.at(-1);
  const layers = network.layers.flatMap((layer) =>
    withBorder(layer, kerasLayer(layer, parameters, layer === last)),
  );
  const weights = layers.flatMap((layer) => layer.weights);
  const model = {
    format: 'layers-model',
    generatedBy: `${PROGRAM} ${VERSION}`,
    convertedBy: null,
    userDefinedMetadata: metadata,
    modelTopology: {
      ...(isChain(network.layers) ? chain(layers, network.input) : graph(layers, network.input)),
      keras_version: '2.2.4',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
  };
  const needsFile = layers.some(({ className }) => OWN_CLASSES.has(className));
  return {
    'model.json': `${JSON.stringify(model, null, 1)}\n`,
    'weights.bin': littleEndian(weights.map(({ values }) => values)),
    ...(needsFile && { [LAYERS_FILE]: LAYERS_SOURCE }),
  };
}

const NAME = 'norm_playground';
const inputConfig = (input: Shape) => ({ batch_input_shape: [null, ...input], dtype: 'float32' });

/** Layers one after another; the first says what it reads. */
const chain = (layers: readonly KerasLayer[], input: Shape) => ({
  class_name: 'Sequential',
  config: {
    name: NAME,
    layers: layers.map(({ className, config }, i) => ({
      class_name: className,
      config: i === 0 ? { ...config, ...inputConfig(input) } : config,
    })),
  },
});

/** Layers with sums, each with what it reads: a layer's name, which of its calls, and which of its outputs. */
function graph(layers: readonly KerasLayer[], input: Shape) {
  const first = { class_name: 'InputLayer', name: INPUT, inbound_nodes: [] };
  const others = layers.map(({ className, config, reads }) => ({
    ...{ class_name: className, name: config.name, config },
    inbound_nodes: [reads.map((name) => [name, 0, 0, {}])],
  }));
  return {
    class_name: 'Model',
    config: {
      name: NAME,
      layers: [{ ...first, config: { name: INPUT, sparse: false, ...inputConfig(input) } }, ...others],
      input_layers: [[INPUT, 0, 0]],
      output_layers: [[layers.at(-1)?.config.name, 0, 0]],
    },
  };
}

/** With a stride, 'same' would leave out a part of the border before the image, so that is a layer by itself. */
function withBorder(layer: Layer, keras: KerasLayer): readonly KerasLayer[] {
  if (layer.kind !== 'conv2d' || layer.stride === 1 || layer.kernelSize === 1) return [keras];
  const [name, half] = [`${layer.name}_border`, layer.kernelSize >> 1];
  const padding = [
    [half, half],
    [half, half],
  ];
  const config = { name, padding, data_format: 'channels_last' };
  return [
    { className: 'ZeroPadding2D', config, reads: keras.reads, weights: [] },
    { ...keras, reads: [name] },
  ];
}

const kerasLayer = (layer: Layer, parameters: Parameters, isLast: boolean): KerasLayer => ({
  ...layerOf(layer, parameters, isLast),
  reads: layer.reads,
});

function layerOf(layer: Layer, parameters: Parameters, isLast: boolean): Omit<KerasLayer, 'reads'> {
  const { name } = layer;
  const channels = layer.output.at(-1) ?? 1;
  const read = (suffix: string, shape: Shape, kerasName = suffix): Weight => ({
    name: `${name}/${kerasName}`,
    shape,
    values: valuesOf(parameters, `${name}/${suffix}`, shape),
  });
  switch (layer.kind) {
    case 'conv2d': {
      const { kernelSize, stride } = layer;
      const kernel = read('kernel', [kernelSize, kernelSize, layer.input.at(-1) ?? 1, channels]);
      return {
        className: 'Conv2D',
        config: {
          name,
          filters: channels,
          kernel_size: [kernelSize, kernelSize],
          strides: [stride, stride],
          padding: stride === 1 ? 'same' : 'valid',
          data_format: 'channels_last',
          activation: 'linear',
          use_bias: true,
        },
        weights: [{ ...kernel, values: usedKernel(layer, parameters) }, read('bias', [channels])],
      };
    }
    case 'dense':
      return {
        className: 'Dense',
        config: { name, units: channels, activation: isLast ? 'softmax' : 'linear', use_bias: true },
        weights: [read('kernel', [sizeOf(layer.input), channels]), read('bias', [channels])],
      };
    case 'norm': {
      const { parameters: trained, moving, exports } = descriptionOf(layer.norm);
      const exported = { norm: layer.norm, channels, dense: layer.output.length === 1 };
      const { className, config } = exports.tfjs.layer(exported);
      return {
        className,
        config: { name, ...config },
        weights: [...trained, ...moving].map((array) =>
          read(array.name, normArrayShape(array, channels), snakeCase(array.name)),
        ),
      };
    }
    case 'dropout':
      return { className: 'Dropout', config: { name, rate: layer.rate }, weights: [] };
    case 'global-average-pool':
      return {
        className: 'GlobalAveragePooling2D',
        config: { name, data_format: 'channels_last' },
        weights: [],
      };
    case 'max-pool':
      return {
        className: 'MaxPooling2D',
        config: { name, pool_size: [2, 2], strides: [2, 2], padding: 'valid', data_format: 'channels_last' },
        weights: [],
      };
    case 'gelu':
    case 'silu':
      // The one is exact there, too, and the other is called swish.
      return {
        className: 'Activation',
        config: { name, activation: layer.kind === 'silu' ? 'swish' : layer.kind },
        weights: [],
      };
    case 'relu':
      return { className: 'ReLU', config: { name }, weights: [] };
    case 'flatten':
      return { className: 'Flatten', config: { name, data_format: 'channels_last' }, weights: [] };
    case 'add':
      return { className: 'Add', config: { name }, weights: [] };
    default:
      return layer satisfies never;
  }
}

/** 'moving_mean', as Keras names arrays. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
