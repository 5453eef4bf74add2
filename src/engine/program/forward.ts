/** The forward pass as operations. A ReLU is part of the layer before it where that can be. */
import {
  type Conv2dLayer,
  INPUT,
  joinedRelus,
  type Layer,
  type Network,
  type NormLayer,
  type Shape,
  sizeOf,
  WS_EPSILON,
} from '../../network/layers.ts';
import {
  descriptionOf,
  type NormArray,
  normArrayShape,
  readsMoving,
  setsPerImage,
  stagesOf,
  usesMoving,
} from '../../network/norms.ts';
import { dropoutKey } from '../../random/streams.ts';
import type { Operation } from './operation.ts';
import { parameter, perImage, STEP, single, state, type Value } from './value.ts';

export interface ForwardChoices {
  /** What norms over minibatches normalize with; frozen ones know only the moving ones. */
  readonly statistics: 'minibatch' | 'moving';
  readonly dropout: boolean;
  /** Whether moving statistics follow the minibatch's. */
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
      return normOf(layer, ends, choices);
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
    case 'gelu':
    case 'silu':
      return [{ kind: 'activation', layer: name, activation: layer.kind, reads: { x }, writes: { y } }];
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
  if (layer.weights === 'plain') return [[], kernel];
  if (layer.weights === 'scaled') {
    const gain = parameter(`${layer.name}/gain`, [last(layer.output)]);
    const scaled = single(`${name}/scaled`, kernel.shape);
    const reads = { kernel, gain };
    return [[{ kind: 'scale-weights', layer: layer.name, reads, writes: { scaled } }], scaled];
  }
  const standardized = single(`${name}/standardized`, kernel.shape);
  const deviation = single(`${name}/deviation`, [last(layer.output)]);
  const operation: Operation = {
    ...{ kind: 'standardize', layer: layer.name, reads: { kernel }, epsilon: WS_EPSILON },
    writes: { standardized, deviation },
  };
  return [[operation], standardized];
}

type NormEnds = Pick<Ends, 'x' | 'y' | 'relu'>;

/** A norm's operations: of one that is made of others, theirs. */
export function normOf(
  { name, norm, output }: NormLayer,
  { x, y, relu }: NormEnds,
  choices: ForwardChoices,
): Operation[] {
  const stages = stagesOf(norm);
  if (!stages)
    return [
      normalization({ name, norm, output, nameOf: (array) => array, owner: name }, { x, y, relu }, choices),
    ];
  let reads = x;
  return stages.map(({ norm: own, nameOf }, i) => {
    const last = i === stages.length - 1;
    const stage = `${name}/${own.kind}`;
    const to = last ? y : perImage(stage, output);
    const ends = { x: reads, y: to, relu: last && relu };
    reads = to;
    return normalization({ name: stage, norm: own, output, nameOf, owner: name }, ends, choices);
  });
}

interface Normalization extends Pick<NormLayer, 'name' | 'norm' | 'output'> {
  /** The layer that its arrays are named after, and what an array is called there. */
  readonly owner: string;
  nameOf(array: string): string;
}

function normalization(
  { name, norm, output, owner, nameOf }: Normalization,
  { x, y, relu }: NormEnds,
  choices: ForwardChoices,
): Operation {
  const { statistics, parameters, moving } = descriptionOf(norm);
  const channels = last(output);
  const named = (arrays: readonly NormArray[], make: typeof parameter): Record<string, Value> =>
    Object.fromEntries(
      arrays.map((array) => [
        array.name,
        make(`${owner}/${nameOf(array.name)}`, normArrayShape(array, channels)),
      ]),
    );
  const statistic = (which: string): Value =>
    statistics?.images === 'all'
      ? single(`${name}/${which}`, [channels])
      : perImage(`${name}/${which}`, [setsPerImage(norm, output)]);
  const inverseDeviation: Record<string, Value> = statistics
    ? { inverseDeviation: statistic('inverseDeviation') }
    : {};
  const trained = named(parameters, parameter);
  const kept = named(moving, state);
  const common = { layer: name, norm, relu };
  if (usesMoving(norm, choices.statistics)) {
    const reads = { x, ...trained, ...kept };
    return { ...common, kind: 'norm-inference', reads, writes: { y, ...inverseDeviation } };
  }
  const moved = choices.movesStatistics ? kept : {};
  const measured = {
    ...(statistics && { mean: statistic('mean'), ...inverseDeviation }),
    ...(norm.limits && { ratio: statistic('ratio'), offset: statistic('offset') }),
  };
  const needed = { ...(readsMoving(norm) ? kept : moved), ...(norm.limits && { step: STEP }) };
  return {
    ...{ ...common, kind: 'norm' },
    reads: { x, ...trained, ...needed },
    writes: { y, ...measured, ...moved },
  };
}
