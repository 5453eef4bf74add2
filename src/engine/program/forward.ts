/**
 * The forward pass as operations. ReLUs are taken into the layer before them, unless that layer's own output is wanted; a
 * tensor that a convolution reads gets that convolution's border.
 */
import type { Conv2dLayer, Layer, Network, NormLayer, Shape } from '../../network/layers.ts';
import { sizeOf, WS_EPSILON } from '../../network/layers.ts';
import { dropoutKey } from '../../random/dropout.ts';
import type { StandardizedKernel, Step } from './backward.ts';
import type { Operation } from './operation.ts';
import { activation, parameter, type Tensor, workspace } from './tensor.ts';

export interface ForwardChoices {
  /** What batch norm normalizes with; frozen ones know only the moving ones. */
  readonly statistics: 'minibatch' | 'moving';
  readonly dropout: boolean;
  /** Whether batch norm's moving statistics follow the minibatch's. */
  readonly movesStatistics: boolean;
  /** Names of layers whose outputs are to be there at the end, each by itself. */
  readonly outputs: readonly string[];
}

const last = (shape: Shape): number => shape.at(-1) ?? 1;

/** The border that the layer wants around its input. */
const borderFor = (layer: Layer | undefined): number =>
  layer?.kind === 'conv2d' ? layer.kernelSize >> 1 : 0;

const activeLayers = (layers: readonly Layer[], dropout: boolean): Layer[] =>
  layers.filter(({ kind }) => dropout || kind !== 'dropout');

/** Whether a ReLU can be taken into the layer. */
const takesRelu = (layer: Layer | undefined): boolean =>
  layer?.kind === 'conv2d' || layer?.kind === 'dense' || layer?.kind === 'norm';

/**
 * The forward pass, the steps that its backward pass has to undo, in order, and the outputs wanted, by layer.
 * @throws Error for an output of a layer that there is not
 */
export function forward(network: Network, choices: ForwardChoices) {
  const layers = activeLayers(network.layers, choices.dropout);
  const wanted = new Set(choices.outputs);
  const made = new Map<string, Tensor>();
  // Kernels first: they depend on no image, and the threads need not wait for each other between them.
  const preparation: Operation[] = [];
  const operations: Operation[] = [];
  const steps: Step[] = [];
  const input = activation('input', network.input, borderFor(layers[0]));
  let x = input;

  const isWanted = (tensor: Tensor): boolean =>
    [...made].some(([name, { buffer }]) => wanted.has(name) && buffer === tensor.buffer);

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

  /**
   * Where a layer writes, and with `relu` what comes of it there: at once, or one after the other where its own output
   * is wanted.
   */
  const outputOf = (layer: Layer, relu: Layer | undefined, border: number) => {
    const y = activation(`${layer.name}/y`, layer.output, border);
    if (!relu || !wanted.has(layer.name)) {
      made.set(layer.name, y);
      if (relu) made.set(relu.name, y);
      return { own: y, y, fused: relu !== undefined, after: [] };
    }
    const own = activation(`${layer.name}/own`, layer.output);
    made.set(layer.name, own).set(relu.name, y);
    // max(x, 0) is x but where x is not above 0: what the gradient's kernel makes of x, a NaN included.
    const after: Operation[] = [
      { kind: 'relu-gradient', layer: relu.name, reads: { y: own, dy: own }, writes: { dx: y } },
    ];
    return { own, y, fused: false, after };
  };

  const addNorm = (layer: NormLayer, relu: Layer | undefined, border: number): void => {
    const { name, norm, output } = layer;
    const channels = last(output);
    const gamma = parameter(`${name}/gamma`, [channels]);
    const beta = parameter(`${name}/beta`, [channels]);
    const { own, y, fused, after } = outputOf(layer, relu, border);
    const isBatch = norm.kind === 'batch';
    const moving = isBatch
      ? {
          mean: parameter(`${name}/movingMean`, [channels]),
          variance: parameter(`${name}/movingVariance`, [channels]),
        }
      : undefined;
    const perImage = isBatch ? 0 : channels;
    const inverseDeviation = workspace(`${name}/inverseDeviation`, perImage, channels);
    if (moving && norm.kind === 'batch' && (choices.statistics === 'moving' || norm.frozen)) {
      operations.push({
        kind: 'norm-inference',
        layer: name,
        reads: { x, gamma, beta, ...moving },
        writes: { y: own, inverseDeviation },
        epsilon: norm.epsilon,
        relu: fused,
      });
      const fixed = { ...layer, norm: { ...norm, frozen: true } };
      const statistics = { mean: moving.mean, inverseDeviation };
      steps.push({ kind: 'norm', layer: fixed, x, gamma, beta, ...statistics, relu: relu !== undefined, y });
    } else {
      const mean = workspace(`${name}/mean`, perImage, channels);
      const work = workspace(`${name}/work`, isBatch ? 2 * channels : 0);
      operations.push({
        kind: 'norm',
        layer: name,
        reads: { x, gamma, beta },
        writes: { y: own, mean, inverseDeviation, work },
        norm,
        relu: fused,
        moving: moving && !choices.movesStatistics ? nowhere(name, channels) : moving,
      });
      const statistics = { mean, inverseDeviation };
      steps.push({ kind: 'norm', layer, x, gamma, beta, ...statistics, relu: relu !== undefined, y });
    }
    operations.push(...after);
    x = y;
  };

  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i] as Layer;
    const next = layers[i + 1];
    const relu = next?.kind === 'relu' ? next : undefined;
    const border = borderFor(relu ? layers[i + 2] : next);
    switch (layer.kind) {
      case 'conv2d': {
        const { kernel, standardized } = kernelOf(layer);
        const bias = parameter(`${layer.name}/bias`, [last(layer.output)]);
        const { own, y, fused, after } = outputOf(layer, relu, border);
        operations.push({
          kind: 'conv2d',
          layer: layer.name,
          reads: { x, kernel, bias },
          writes: { y: own },
          relu: fused,
        });
        operations.push(...after);
        steps.push({ kind: 'conv2d', layer, x, kernel, standardized, relu: relu !== undefined, y });
        x = y;
        break;
      }
      case 'dense': {
        const kernel = parameter(`${layer.name}/kernel`, [sizeOf(layer.input), last(layer.output)]);
        const bias = parameter(`${layer.name}/bias`, [last(layer.output)]);
        const { own, y, fused, after } = outputOf(layer, relu, 0);
        operations.push({
          kind: 'dense',
          layer: layer.name,
          reads: { x, kernel, bias },
          writes: { y: own },
          relu: fused,
        });
        operations.push(...after);
        steps.push({ kind: 'dense', layer, x, kernel, relu: relu !== undefined, y });
        x = y;
        break;
      }
      case 'norm':
        addNorm(layer, relu, border);
        break;
      case 'max-pool': {
        const { y } = outputOf(layer, undefined, border);
        const argmax = workspace(`${layer.name}/argmax`, sizeOf(layer.output), 0, 'uint8');
        operations.push({ kind: 'max-pool', layer: layer.name, reads: { x }, writes: { y, argmax } });
        steps.push({ kind: 'max-pool', layer, argmax, x, y });
        x = y;
        break;
      }
      case 'dropout': {
        // In place where it can be: what it drops is 0 for a ReLU's mask too.
        const inPlace = border === x.border && !isWanted(x);
        const y = inPlace ? x : activation(`${layer.name}/y`, layer.output, border);
        made.set(layer.name, y);
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
        // Memory is flat already.
        made.set(layer.name, x);
        break;
      default:
        layer satisfies never;
    }
  }
  const outputs = outputsOf(network.layers, wanted, made, input);
  return { input, operations: [...preparation, ...operations], logits: x, steps, outputs };
}

/** A place for moving statistics that nobody looks at. */
const nowhere = (name: string, channels: number) => ({
  mean: workspace(`${name}/nowhere/mean`, 0, channels),
  variance: workspace(`${name}/nowhere/variance`, 0, channels),
});

/** The outputs wanted; a layer that does nothing gives what it is given. */
function outputsOf(
  layers: readonly Layer[],
  wanted: ReadonlySet<string>,
  made: ReadonlyMap<string, Tensor>,
  input: Tensor,
): Map<string, Tensor> {
  const outputs = new Map<string, Tensor>();
  let last = input;
  for (const { name } of layers) {
    last = made.get(name) ?? last;
    if (wanted.has(name)) outputs.set(name, last);
  }
  for (const name of wanted) if (!outputs.has(name)) throw new Error(`The network has no layer ${name}.`);
  return outputs;
}
