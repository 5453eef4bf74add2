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

const takesActivation = (layer: Layer | undefined): boolean =>
  layer?.kind === 'conv2d' || layer?.kind === 'dense';

export function layerOps({ layers, seed }: Network): LayerOp[] {
  return layers.flatMap((layer, i) => {
    if (layer.kind === 'relu' && takesActivation(layers[i - 1])) return [];
    const activated = takesActivation(layer) && layers[i + 1]?.kind === 'relu';
    return [layerOp(layer, activated ? 'relu' : 'linear', seed)];
  });
}
