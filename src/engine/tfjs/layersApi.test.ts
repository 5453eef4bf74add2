/**
 * Our trainer against an independent one: the same small network built with TensorFlow.js's own Layers API, given the
 * weights that ours has after a few steps, must score the same images the same.
 */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import { type Layer, type Network, sizeOf } from '../../network/layers.ts';
import { initialParameters } from '../../network/parameters.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { openCpu } from './devices/cpu.ts';
import { TfjsEngine } from './engine.ts';

const COUNT = 5;
const IMAGES = Uint8Array.from({ length: COUNT * 784 }, (_, i) => (i * 2_654_435_761) >>> 24);
const LABELS = Uint8Array.from({ length: COUNT }, (_, i) => (i * 7) % 10);

/** The Layers API's layer for one of ours, and which of our parameters it takes, in its order. */
function theirs(layer: Layer): { layer: tf.layers.Layer; weights: string[] } {
  const named = (...suffixes: string[]) => suffixes.map((suffix) => `${layer.name}/${suffix}`);
  switch (layer.kind) {
    case 'conv2d': {
      const filters = layer.output.at(-1) ?? 1;
      const { kernelSize } = layer;
      return {
        layer: tf.layers.conv2d({ filters, kernelSize, padding: 'same' }),
        weights: named('kernel', 'bias'),
      };
    }
    case 'dense':
      return { layer: tf.layers.dense({ units: sizeOf(layer.output) }), weights: named('kernel', 'bias') };
    case 'norm':
      return {
        layer: tf.layers.batchNormalization({ epsilon: layer.norm.epsilon }),
        weights: named('gamma', 'beta', 'movingMean', 'movingVariance'),
      };
    case 'dropout':
      return { layer: tf.layers.dropout({ rate: layer.rate }), weights: [] };
    case 'global-average-pool':
      return { layer: tf.layers.globalAveragePooling2d({}), weights: [] };
    case 'max-pool':
      return { layer: tf.layers.maxPooling2d({ poolSize: 2 }), weights: [] };
    case 'flatten':
      return { layer: tf.layers.flatten(), weights: [] };
    case 'gelu':
      return { layer: tf.layers.activation({ activation: 'gelu' }), weights: [] };
    case 'silu':
      return { layer: tf.layers.activation({ activation: 'swish' }), weights: [] };
    case 'relu':
      return { layer: tf.layers.reLU(), weights: [] };
    case 'add':
      throw new Error('a sequential model has no sums');
    default:
      return layer satisfies never;
  }
}

async function scoreWithLayers(network: Network, parameters: ReadonlyMap<string, Float32Array>) {
  await tf.setBackend('cpu');
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [...network.input] }));
  for (const each of network.layers) {
    const { layer, weights } = theirs(each);
    model.add(layer);
    const shapes = layer.getWeights().map(({ shape }) => shape);
    layer.setWeights(weights.map((name, i) => tf.tensor(parameters.get(name) ?? [], shapes[i])));
  }
  const x = tf.tensor4d(
    Float32Array.from(IMAGES, (byte) => byte / 255),
    [COUNT, 28, 28, 1],
  );
  const logits = tf.tensor2d(await (model.predict(x) as tf.Tensor).data(), [COUNT, network.classes]);
  const loss = tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(LABELS, 'int32'), 10), logits);
  const right = logits.argMax(1).equal(tf.tensor1d(LABELS, 'int32')).sum();
  return { loss: (await loss.data())[0] ?? Number.NaN, correct: (await right.data())[0] ?? Number.NaN };
}

describe('the trainer and the Layers API', () => {
  it.each(['mlp', 'small-cnn'] as const)('score the same with the weights of a trained %s', async (name) => {
    const network = buildNetwork(
      { ...DEFAULT_EXPERIMENT, network: name, norm: 'batch', weights: 'plain' },
      FASHION_MNIST,
    );
    const engine = new TfjsEngine(openCpu());
    engine.putImages('noise', 'train', 0, IMAGES, LABELS);
    engine.putImages('noise', 'test', 0, IMAGES, LABELS);
    const trainer = await engine.createTrainer(network, initialParameters(network), 'noise');
    const rows = Uint32Array.from({ length: COUNT }, (_, i) => i);
    for (let t = 1; t <= 2; t++) trainer.step(rows, t);
    const ours = await trainer.evaluate('test', 0, COUNT);
    const parameters = await trainer.parameters();
    trainer.dispose();
    engine.dispose();
    const other = await scoreWithLayers(network, parameters);
    expect(Math.abs(ours.lossSum / COUNT / other.loss - 1)).toBeLessThan(1e-5);
    expect(ours.correct).toBe(other.correct);
  });
});
