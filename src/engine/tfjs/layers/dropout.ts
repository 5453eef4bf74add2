/**
 * Inverted dropout with the mask of random/streams.ts, which is made on the CPU so that every engine drops the
 * same values.
 *
 *   y = mask · x        dx = mask · dy        (where nothing is dropped y = x)
 */
import { engine } from '@tensorflow/tfjs-core';
import type { DropoutLayer } from '../../../network/layers.ts';
import { dropoutKey, dropoutMask } from '../../../random/streams.ts';
import { reshape } from '../kernels/core.ts';
import { map, type View } from '../kernels/fused.ts';
import type { LayerOp } from './layer.ts';

export function dropout({ name, rate }: DropoutLayer, seed: number): LayerOp {
  const key = dropoutKey(seed, name);
  /** One array per batch size, written again each step: the device has its copy by the end of the step. */
  const buffers = new Map<number, Float32Array>();
  return (x, { dropoutStep }) => {
    // Tensors of their own, though not copies: activations are disposed of one by one.
    if (dropoutStep === undefined) {
      return { y: reshape(x, x.shape), backward: (dy) => reshape(dy, dy.shape) };
    }
    const buffer = buffers.get(x.size) ?? new Float32Array(x.size);
    buffers.set(x.size, buffer);
    const mask = engine().makeTensor(dropoutMask(key, dropoutStep, rate, buffer), [x.size], 'float32');
    const view: View = [1, 1, 1, x.size];
    const masked = (v: typeof x) => map('v * mask', { v: [v, view], mask: [mask, view] }, view, {}, x.shape);
    return {
      y: masked(x),
      backward(dy) {
        const dx = masked(dy);
        mask.dispose();
        return dx;
      },
    };
  };
}
