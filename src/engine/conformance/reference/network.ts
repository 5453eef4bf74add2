/** A whole network in float64, forward and backward: what the engines' inspections are held against. */
import type { Layer, Network } from '../../../network/layers.ts';
import { conv } from './conv.ts';
import { dense } from './dense.ts';
import type { Forward, Pass } from './layer.ts';
import { softmaxCrossEntropy } from './loss.ts';
import { norm } from './norm.ts';
import { dropout, flatten, maxPool, relu } from './plain.ts';

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
}

export interface Evaluated {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** [images, classes] */
  readonly logits: Float64Array;
  /** By layer: [images, …the layer's output]. */
  readonly outputs: ReadonlyMap<string, Float64Array>;
  /** Of the loss, by name, for every trained parameter. */
  gradients(): Map<string, Float64Array>;
}

function forward(layer: Layer, x: Float64Array, pass: Pass): Forward {
  switch (layer.kind) {
    case 'conv2d':
      return conv(layer, x, pass);
    case 'dense':
      return dense(layer, x, pass);
    case 'norm':
      return norm(layer, x, pass);
    case 'dropout':
      return dropout(layer, x, pass);
    case 'relu':
      return relu(layer, x, pass);
    case 'max-pool':
      return maxPool(layer, x, pass);
    case 'flatten':
      return flatten(layer, x, pass);
    default:
      return layer satisfies never;
  }
}

/** @param parameters trained and moving ones by name @throws where a parameter is missing */
export function evaluate(
  network: Network,
  parameters: ReadonlyMap<string, ArrayLike<number>>,
  { x, labels }: Minibatch,
  { statistics, dropoutStep }: PassChoices,
): Evaluated {
  const found = new Map<string, Float64Array>();
  const pass: Pass = {
    ...{ count: labels.length, statistics, dropoutStep, seed: network.seed },
    parameter(name) {
      const values = parameters.get(name);
      if (!values) throw new Error(`no parameter ${name}`);
      return Float64Array.from(values);
    },
    setGradient: (name, gradient) => found.set(name, gradient),
  };
  const outputs = new Map<string, Float64Array>();
  const ways: Forward[] = [];
  let logits: Float64Array = Float64Array.from(x);
  for (const layer of network.layers) {
    const way = forward(layer, logits, pass);
    outputs.set(layer.name, way.y);
    ways.push(way);
    logits = way.y;
  }
  const { loss, dlogits } = softmaxCrossEntropy(logits, labels, network.classes);
  return {
    ...{ loss, logits, outputs },
    gradients() {
      ways.reduceRight((dy, way) => way.backward(dy), dlogits);
      return new Map(found);
    },
  };
}
