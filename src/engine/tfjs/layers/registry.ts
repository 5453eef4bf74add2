/** From a network's layers to their operations; a ReLU that alone reads a convolution or dense layer joins its kernel. */
import { joinedRelus, type Layer, type Network, trainedValues } from '../../../network/layers.ts';
import { missingNorm } from '../../engine.ts';
import type { Activation } from '../kernels/core.ts';
import { NORM_OPS } from '../norms/registry.ts';
import { smoothActivation } from './activations.ts';
import { conv } from './conv.ts';
import { dense } from './dense.ts';
import type { LayerOp, NormOp } from './layer.ts';
import { add, dropout, flatten, globalPool, pool, relu } from './plain.ts';

/** @throws Error for a norm that these engines do not have */
export const norm: NormOp = (layer) => {
  const { kind } = layer.norm;
  const op = NORM_OPS[kind];
  if (!op) throw missingNorm('The TensorFlow.js engine', kind);
  return op(layer);
};

function layerOp(layer: Layer, activation: Activation, seed: number): LayerOp {
  switch (layer.kind) {
    case 'conv2d':
      return conv(layer, activation);
    case 'dense':
      return dense(layer, activation);
    case 'norm':
      return norm(layer);
    case 'dropout':
      return dropout(layer, seed);
    case 'relu':
      return relu;
    case 'gelu':
    case 'silu':
      return smoothActivation(layer.kind);
    case 'max-pool':
      return pool;
    case 'global-average-pool':
      return globalPool;
    case 'flatten':
      return flatten;
    case 'add':
      return add;
    default:
      return layer satisfies never;
  }
}

export interface NamedOp {
  /** The layer whose output it yields: of a convolution and the ReLU that joined it, the ReLU. */
  readonly layer: string;
  readonly reads: readonly string[];
  /** Values whose gradients some parameter needs. */
  readonly needed: ReadonlySet<string>;
  readonly op: LayerOp;
}

/** @param apart names of layers whose own outputs are wanted: no ReLU joins them */
export function layerOps({ layers, seed }: Network, apart: ReadonlySet<string> = new Set()): NamedOp[] {
  const joined = joinedRelus(layers, ['conv2d', 'dense'], apart);
  const done = new Set(joined.values());
  const needed = trainedValues(layers);
  return layers
    .filter(({ name }) => !done.has(name))
    .map((layer) => {
      const relu = joined.get(layer.name);
      const op = layerOp(layer, relu === undefined ? 'linear' : 'relu', seed);
      return { layer: relu ?? layer.name, reads: layer.reads, needed, op };
    });
}
