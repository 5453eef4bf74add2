/**
 * From a network to its program: what one training step does, and what scoring does, as lists of operations. ReLUs are
 * taken into the layer before them; a tensor that a convolution reads gets that convolution's border.
 */
import type { Conv2dLayer, Layer, Network, NormLayer, Shape } from '../../network/layers.ts';
import { sizeOf, WS_EPSILON } from '../../network/layers.ts';
import { dropoutKey } from '../../random/dropout.ts';
import { backward, type StandardizedKernel, type Step } from './backward.ts';
import type { Operation } from './operation.ts';
import { activation, parameter, type Tensor, workspace } from './tensor.ts';

export interface Program {
  /** Brings the images in; apart, so that a test can put a batch of its own into `input` instead. */
  readonly load: readonly Operation[];
  readonly operations: readonly Operation[];
  readonly input: Tensor;
}

const last = (shape: Shape): number => shape.at(-1) ?? 1;

/** The border that the layer wants around its input. */
export const borderFor = (layer: Layer | undefined): number =>
  layer?.kind === 'conv2d' ? layer.kernelSize >> 1 : 0;

/** Layers that do something: memory is flat already, and inference drops nothing. */
const activeLayers = (layers: readonly Layer[], training: boolean): Layer[] =>
  layers.filter(({ kind }) => kind !== 'flatten' && (training || kind !== 'dropout'));

/** Whether a ReLU can be taken into the layer. */
const takesRelu = (layer: Layer | undefined): boolean =>
  layer?.kind === 'conv2d' || layer?.kind === 'dense' || layer?.kind === 'norm';

/** The forward pass, and the steps that its backward pass has to undo, in order. */
function forward(network: Network, training: boolean) {
  const layers = activeLayers(network.layers, training);
  // Kernels first: they depend on no image, and the threads need not wait for each other between them.
  const preparation: Operation[] = [];
  const operations: Operation[] = [];
  const steps: Step[] = [];
  const input = activation('input', network.input, borderFor(layers[0]));
  let x = input;

  const kernelOf = (layer: Conv2dLayer): { kernel: Tensor; standardized: StandardizedKernel | undefined } => {
    const shape = [layer.kernelSize, layer.kernelSize, last(layer.input), last(layer.output)];
    const kernel = parameter(`${layer.name}/kernel`, shape);
    if (!layer.standardized) return { kernel, standardized: undefined };
    const standardized = { ...workspace(`${layer.name}/standardized`, 0, sizeOf(shape)), shape };
    const deviation = workspace(`${layer.name}/deviation`, 0, last(shape));
    preparation.push({
      kind: 'standardize',
      layer: layer.name,
      reads: { kernel },
      writes: { standardized, deviation },
      epsilon: WS_EPSILON,
    });
    return { kernel: standardized, standardized: { standardized, deviation } };
  };

  const addNorm = (layer: NormLayer, relu: boolean, border: number): void => {
    const { name, norm, output } = layer;
    const channels = last(output);
    const gamma = parameter(`${name}/gamma`, [channels]);
    const beta = parameter(`${name}/beta`, [channels]);
    const y = activation(`${name}/y`, output, border);
    const isBatch = norm.kind === 'batch';
    const frozen = isBatch && norm.frozen;
    const moving = isBatch
      ? {
          mean: parameter(`${name}/movingMean`, [channels]),
          variance: parameter(`${name}/movingVariance`, [channels]),
        }
      : undefined;
    const perImage = isBatch ? 0 : channels;
    const inverseDeviation = workspace(`${name}/inverseDeviation`, perImage, channels);
    if (moving && (!training || frozen)) {
      operations.push({
        kind: 'norm-inference',
        layer: name,
        reads: { x, gamma, beta, ...moving },
        writes: { y, inverseDeviation },
        epsilon: norm.epsilon,
        relu,
      });
      steps.push({ kind: 'norm', layer, x, gamma, beta, mean: moving.mean, inverseDeviation, relu, y });
    } else {
      const mean = workspace(`${name}/mean`, perImage, channels);
      const work = workspace(`${name}/work`, isBatch ? 2 * channels : 0);
      operations.push({
        kind: 'norm',
        layer: name,
        reads: { x, gamma, beta },
        writes: { y, mean, inverseDeviation, work },
        norm,
        relu,
        moving,
      });
      steps.push({ kind: 'norm', layer, x, gamma, beta, mean, inverseDeviation, relu, y });
    }
    x = y;
  };

  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i] as Layer;
    const relu = layers[i + 1]?.kind === 'relu';
    const border = borderFor(layers[relu ? i + 2 : i + 1]);
    switch (layer.kind) {
      case 'conv2d': {
        const { kernel, standardized } = kernelOf(layer);
        const bias = parameter(`${layer.name}/bias`, [last(layer.output)]);
        const y = activation(`${layer.name}/y`, layer.output, border);
        operations.push({
          kind: 'conv2d',
          layer: layer.name,
          reads: { x, kernel, bias },
          writes: { y },
          relu,
        });
        steps.push({ kind: 'conv2d', layer, x, kernel, standardized, relu, y });
        x = y;
        break;
      }
      case 'dense': {
        const kernel = parameter(`${layer.name}/kernel`, [sizeOf(layer.input), last(layer.output)]);
        const bias = parameter(`${layer.name}/bias`, [last(layer.output)]);
        const y = activation(`${layer.name}/y`, layer.output);
        operations.push({
          kind: 'dense',
          layer: layer.name,
          reads: { x, kernel, bias },
          writes: { y },
          relu,
        });
        steps.push({ kind: 'dense', layer, x, kernel, relu, y });
        x = y;
        break;
      }
      case 'norm':
        addNorm(layer, relu, border);
        break;
      case 'max-pool': {
        const y = activation(`${layer.name}/y`, layer.output, border);
        const argmax = workspace(`${layer.name}/argmax`, sizeOf(layer.output), 0, 'uint8');
        operations.push({ kind: 'max-pool', layer: layer.name, reads: { x }, writes: { y, argmax } });
        steps.push({ kind: 'max-pool', layer, argmax, x, y });
        x = y;
        break;
      }
      case 'dropout': {
        // In place where it can be: what it drops is 0 for a ReLU's mask too.
        const y = border === x.border ? x : activation(`${layer.name}/y`, layer.output, border);
        const key = dropoutKey(network.seed, layer.name);
        const { rate } = layer;
        operations.push({ kind: 'dropout', layer: layer.name, reads: { x }, writes: { y }, key, rate });
        steps.push({ kind: 'dropout', layer, key, rate, y });
        x = y;
        break;
      }
      case 'relu':
        if (!takesRelu(layers[i - 1]))
          throw new Error(`${layer.name} follows no layer that it can be part of`);
        break;
      case 'flatten':
        break;
      default:
        layer satisfies never;
    }
  }
  return { input, operations: [...preparation, ...operations], logits: x, steps };
}

const loadInto = (input: Tensor): Operation[] => [
  { kind: 'load-images', layer: 'input', reads: {}, writes: { y: input } },
];

/** One training step: forward, backward, update. */
export function compileTraining(network: Network): Program {
  const { input, operations, logits, steps } = forward(network, true);
  const dlogits = activation('dlogits', logits.shape);
  const loss: Operation = {
    kind: 'softmax-cross-entropy',
    layer: 'loss',
    reads: { logits },
    writes: { dlogits },
  };
  return {
    load: loadInto(input),
    operations: [...operations, loss, ...backward(steps, dlogits)],
    input,
  };
}

/** Scores images in inference mode: moving statistics for batch norm, no dropout. */
export function compileScoring(network: Network): Program {
  const { input, operations, logits } = forward(network, false);
  const score: Operation = { kind: 'score', layer: 'loss', reads: { logits }, writes: {} };
  return { load: loadInto(input), operations: [...operations, score], input };
}
