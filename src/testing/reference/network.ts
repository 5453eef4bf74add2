/** A whole network in float64, forward and backward: what the engines' inspections are held against. */
import { INPUT, type Layer, type Network } from '../../network/layers.ts';
import { conv } from './conv.ts';
import { dense } from './dense.ts';
import { add, at, type Forward, type Pass } from './layer.ts';
import { softmaxCrossEntropy } from './loss.ts';
import { norm } from './norm.ts';
import { dropout, flatten, gelu, globalAveragePool, maxPool, relu, silu, sum } from './plain.ts';

export interface Minibatch {
  /** [labels.length, …network.input], as the first layer reads them. */
  readonly x: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

export interface PassChoices {
  /** What batch norm normalizes with, unless it is frozen. */
  readonly statistics: 'minibatch' | 'moving';
  /** Whose dropout masks apply, from 1; undefined drops nothing. */
  readonly dropoutStep?: number | undefined;
  /** That norms' limits follow: that of dropout if not given. */
  readonly step?: number | undefined;
}

export interface Evaluated {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** [images, classes] */
  readonly logits: Float64Array;
  /** By layer: [images, …the layer's output]. */
  readonly outputs: ReadonlyMap<string, Float64Array>;
  /** Moving statistics after the step, where training moves them. */
  readonly moved: ReadonlyMap<string, Float64Array>;
  /** Of the loss, by name, for every trained parameter. */
  gradients(): Map<string, Float64Array>;
}

function forward(layer: Layer, x: Float64Array, b: Float64Array, pass: Pass): Forward {
  switch (layer.kind) {
    case 'conv2d':
      return conv(layer, x, pass, b);
    case 'dense':
      return dense(layer, x, pass, b);
    case 'norm':
      return norm(layer, x, pass, b);
    case 'dropout':
      return dropout(layer, x, pass, b);
    case 'relu':
      return relu(layer, x, pass, b);
    case 'gelu':
      return gelu(layer, x, pass, b);
    case 'silu':
      return silu(layer, x, pass, b);
    case 'max-pool':
      return maxPool(layer, x, pass, b);
    case 'global-average-pool':
      return globalAveragePool(layer, x, pass, b);
    case 'flatten':
      return flatten(layer, x, pass, b);
    case 'add':
      return sum(layer, x, pass, b);
    default:
      return layer satisfies never;
  }
}

/** @param parameters trained and moving ones by name @throws where a parameter is missing */
export function evaluate(
  network: Network,
  parameters: ReadonlyMap<string, ArrayLike<number>>,
  { x, labels }: Minibatch,
  { statistics, dropoutStep, step = dropoutStep }: PassChoices,
): Evaluated {
  const found = new Map<string, Float64Array>();
  const moved = new Map<string, Float64Array>();
  const pass: Pass = {
    ...{ count: labels.length, statistics, dropoutStep, step, seed: network.seed },
    parameter(name) {
      const values = parameters.get(name);
      if (!values) throw new Error(`no parameter ${name}`);
      return Float64Array.from(values);
    },
    setMoving: (name, values) => moved.set(name, values),
    setGradient: (name, gradient) => found.set(name, gradient),
  };
  const outputs = new Map<string, Float64Array>();
  const input = Float64Array.from(x);
  const outputOf = (name: string): Float64Array => {
    const values = name === INPUT ? input : outputs.get(name);
    if (!values) throw new Error(`no layer gives ${name}`);
    return values;
  };
  const ways = network.layers.map((layer) => {
    const [first, second = first] = layer.reads.map(outputOf) as [Float64Array, Float64Array?];
    const way = forward(layer, first, second, pass);
    outputs.set(layer.name, way.y);
    return { layer, way };
  });
  const logits = ways.at(-1)?.way.y ?? input;
  const { loss, dlogits } = softmaxCrossEntropy(logits, labels, network.classes);
  return {
    ...{ loss, logits, outputs, moved },
    gradients() {
      const last = ways.at(-1)?.layer.name ?? INPUT;
      const slopes = new Map([[last, dlogits]]);
      for (const { layer, way } of ways.toReversed()) {
        const dy = slopes.get(layer.name);
        // A layer that nobody reads takes no part in the loss.
        const dx = way.backward(dy ?? new Float64Array(way.y.length));
        for (const name of layer.reads) {
          const sums = slopes.get(name) ?? new Float64Array(dx.length);
          for (let i = 0; i < dx.length; i++) add(sums, i, at(dx, i));
          slopes.set(name, sums);
        }
      }
      return new Map(found);
    },
  };
}
