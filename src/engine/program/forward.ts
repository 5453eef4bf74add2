/** The forward pass as operations. A ReLU is part of the layer before it where that can be. */
import { joinedRelus } from '../../network/graph.ts';
import {
  type Conv2dLayer,
  INPUT,
  type Layer,
  type LayerNorm,
  type Network,
  type NormLayer,
  type Shape,
  sizeOf,
  WS_EPSILON,
} from '../../network/layers.ts';
import { dropoutKey } from '../../random/dropout.ts';
import type { Operation } from './operation.ts';
import { dimensions, parameter, perImage, STEP, single, state, type Value } from './value.ts';

export interface ForwardChoices {
  /** What batch norm normalizes with; frozen ones know only the moving ones. */
  readonly statistics: 'minibatch' | 'moving';
  readonly dropout: boolean;
  /** Whether batch norm's moving statistics follow the minibatch's. */
  readonly movesStatistics: boolean;
  /** Names of layers whose outputs are to be there at the end, each by itself. */
  readonly outputs: readonly string[];
}

export interface ForwardPass {
  readonly input: Value;
  readonly operations: readonly Operation[];
  readonly logits: Value;
  /** The outputs wanted, by layer. */
  readonly outputs: ReadonlyMap<string, Value>;
}

/** Layers whose kernels can end in a ReLU. */
const JOINED_BY_RELU = ['conv2d', 'dense', 'norm', 'add'] as const;

const last = (shape: Shape): number => shape.at(-1) ?? 1;

/** @throws Error for an output of a layer that there is not */
export function forward(network: Network, choices: ForwardChoices): ForwardPass {
  const { layers, seed } = network;
  const joined = joinedRelus(layers, JOINED_BY_RELU, new Set(choices.outputs));
  const done = new Set(joined.values());
  const input = perImage(INPUT, network.input);
  const made = new Map([[INPUT, input]]);
  const operations: Operation[] = [];
  let logits = input;
  const madeFor = (name: string, reader: Layer): Value => {
    const value = made.get(name);
    if (!value) throw new Error(`${reader.name} reads ${name}, which no layer before it gives`);
    return value;
  };
  for (const layer of layers) {
    if (done.has(layer.name)) continue;
    const [x, b] = layer.reads.map((name) => madeFor(name, layer)) as [Value, Value?];
    const relu = joined.get(layer.name);
    // What passes on what it is given: memory is flat already, and without dropout nothing is dropped.
    const passes = layer.kind === 'flatten' || (layer.kind === 'dropout' && !choices.dropout);
    const y = passes ? { ...x, shape: layer.output } : perImage(relu ?? layer.name, layer.output);
    if (!passes)
      operations.push(...operationsOf(layer, { x, b: b ?? x, y, relu: relu !== undefined }, choices, seed));
    made.set(relu ?? layer.name, y);
    logits = y;
  }
  const outputs = choices.outputs.map((name) => {
    const value = name === INPUT ? undefined : made.get(name);
    if (!value) throw new Error(`The network has no layer ${name}.`);
    return [name, value] as const;
  });
  return { input, operations, logits, outputs: new Map(outputs) };
}

interface Ends {
  readonly x: Value;
  /** Of a layer that reads two values the second. */
  readonly b: Value;
  readonly y: Value;
  readonly relu: boolean;
}

function operationsOf(layer: Layer, ends: Ends, choices: ForwardChoices, seed: number): Operation[] {
  const { x, b, y, relu } = ends;
  const { name } = layer;
  switch (layer.kind) {
    case 'conv2d': {
      const [standardize, kernel] = kernelOf(layer);
      const bias = parameter(`${name}/bias`, [last(layer.output)]);
      return [
        ...standardize,
        {
          kind: 'conv2d',
          layer: name,
          reads: { x, kernel, bias },
          writes: { y },
          relu,
          stride: layer.stride,
        },
      ];
    }
    case 'dense': {
      const kernel = parameter(`${name}/kernel`, [sizeOf(layer.input), last(layer.output)]);
      const bias = parameter(`${name}/bias`, [last(layer.output)]);
      return [{ kind: 'dense', layer: name, reads: { x, kernel, bias }, writes: { y }, relu }];
    }
    case 'norm':
      return [normOf(layer, ends, choices)];
    case 'max-pool': {
      const argmax = perImage(`${name}/argmax`, layer.output, 'index');
      return [{ kind: 'max-pool', layer: name, reads: { x }, writes: { y, argmax } }];
    }
    case 'global-average-pool':
      return [{ kind: 'global-average-pool', layer: name, reads: { x }, writes: { y } }];
    case 'dropout': {
      const { rate } = layer;
      const key = dropoutKey(seed, name);
      return [{ kind: 'dropout', layer: name, reads: { x, step: STEP }, writes: { y }, key, rate }];
    }
    case 'add':
      return [{ kind: 'add', layer: name, reads: { a: x, b }, writes: { y }, relu }];
    case 'relu':
      return [{ kind: 'relu', layer: name, reads: { x }, writes: { y } }];
    case 'flatten':
      return [];
    default:
      return layer satisfies never;
  }
}

/** A convolution's kernel as it is used, and what makes it so. */
function kernelOf(layer: Conv2dLayer): [Operation[], Value] {
  const name = `${layer.name}/kernel`;
  const kernel = parameter(name, [layer.kernelSize, layer.kernelSize, last(layer.input), last(layer.output)]);
  if (!layer.standardized) return [[], kernel];
  const standardized = single(`${name}/standardized`, kernel.shape);
  const deviation = single(`${name}/deviation`, [last(layer.output)]);
  const operation: Operation = {
    ...{ kind: 'standardize', layer: layer.name, reads: { kernel }, epsilon: WS_EPSILON },
    writes: { standardized, deviation },
  };
  return [[operation], standardized];
}

function normOf({ name, norm, output }: NormLayer, { x, y, relu }: Ends, choices: ForwardChoices): Operation {
  const channels = last(output);
  const gamma = parameter(`${name}/gamma`, [channels]);
  const beta = parameter(`${name}/beta`, [channels]);
  const statistic = (which: string): Value =>
    norm.kind === 'batch'
      ? single(`${name}/${which}`, [channels])
      : perImage(`${name}/${which}`, [groupsOf(norm, output)]);
  const inverseDeviation = statistic('inverseDeviation');
  const moving = {
    movingMean: state(`${name}/movingMean`, [channels]),
    movingVariance: state(`${name}/movingVariance`, [channels]),
  };
  if (norm.kind === 'batch' && (choices.statistics === 'moving' || norm.frozen)) {
    return {
      ...{ kind: 'norm-inference', layer: name, epsilon: norm.epsilon, relu },
      reads: { x, gamma, beta, ...moving },
      writes: { y, inverseDeviation },
    };
  }
  const moved = norm.kind === 'batch' && choices.movesStatistics ? moving : {};
  return {
    ...{ kind: 'norm', layer: name, norm, relu },
    reads: { x, gamma, beta, ...moved },
    writes: { y, mean: statistic('mean'), inverseDeviation, ...moved },
  };
}

/** Sets of values of an image that share statistics. */
function groupsOf(norm: Exclude<LayerNorm, { kind: 'batch' }>, output: Shape): number {
  switch (norm.kind) {
    case 'group':
    case 'group-as-published':
      return norm.groups;
    case 'instance':
      return dimensions(output).channels;
    case 'layer':
    case 'rms':
      return 1;
    default:
      return norm satisfies never;
  }
}
