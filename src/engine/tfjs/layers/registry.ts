/** From a network's layers to their operations; a ReLU right after a convolution or dense layer joins its kernel. */
import type { Layer, Network } from '../../../network/layers.ts';
import type { Activation } from '../kernels/core.ts';
import { conv } from './conv.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import type { LayerOp } from './layer.ts';
import { norm } from './norm.ts';
import { pool } from './pool.ts';
import { relu } from './relu.ts';

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
    case 'max-pool':
      return pool;
    case 'flatten':
      return flatten;
    default:
      return layer satisfies never;
  }
}

export interface NamedOp {
  /** The layer whose output it yields: of a convolution and the ReLU that joined it, the ReLU. */
  readonly layer: string;
  readonly op: LayerOp;
}

/** @param apart names of layers whose own outputs are wanted: no ReLU joins them */
export function layerOps({ layers, seed }: Network, apart: ReadonlySet<string> = new Set()): NamedOp[] {
  const joins = (layer: Layer | undefined, next: Layer | undefined): boolean =>
    (layer?.kind === 'conv2d' || layer?.kind === 'dense') && next?.kind === 'relu' && !apart.has(layer.name);
  return layers.flatMap((layer, i) => {
    if (joins(layers[i - 1], layer)) return [];
    const next = layers[i + 1];
    const activated = next && joins(layer, next);
    return [
      {
        layer: activated ? next.name : layer.name,
        op: layerOp(layer, activated ? 'relu' : 'linear', seed),
      },
    ];
  });
}
