/** Layers without parameters. */
import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { DropoutLayer } from '../../../network/layers.ts';
import { dropoutKey, dropoutMask } from '../../../random/streams.ts';
import { maxPool, reshape } from '../kernels/core.ts';
import { map, type View } from '../kernels/fused.ts';
import { poolGradient } from '../kernels/poolGradient.ts';
import type { LayerOp } from './layer.ts';
import { sumOfTwo, sumOver } from './sums.ts';

const flat = (x: Tensor): View => [1, 1, 1, x.size];

export function reluGradient(y: Tensor, dy: Tensor): Tensor {
  const view = flat(y);
  return map('choose(y, dy, 0.0)', { y: [y, view], dy: [dy, view] }, view, {}, y.shape);
}

/**
 * ReLU.
 *
 *   y = max(x, 0)        dx = dy where y > 0, else 0
 */
export const relu: LayerOp = (x) => {
  const view = flat(x);
  // Not max(x, 0): a NaN must stay one, and GPUs may drop it there.
  const y = map('choose(-x, 0.0, x)', { x: [x, view] }, view, {}, x.shape);
  return { y, backward: (dy) => reluGradient(y, dy) };
};

/**
 * Max pooling, 2×2, stride 2, valid.
 *
 *   y = max of the window        dx = dy at the window's first maximum in row-major order, else 0
 */
export const pool: LayerOp = (x) => {
  const y = maxPool(x);
  return { y, backward: (dy) => poolGradient(x, y, dy) };
};

/** Global average pooling over P pixels: y = mean of each channel, dx = dy / P. */
export const globalPool: LayerOp = (x) => {
  const [batch = 1] = x.shape;
  const channels = x.shape.at(-1) ?? 1;
  const pixels = x.size / (batch * channels);
  const full: View = [batch, pixels, 1, channels];
  const each: View = [batch, 1, 1, channels];
  return {
    y: reshape(sumOver([1], 'x', { x: [x, full] }, full, 1 / pixels), [batch, channels]),
    backward: (dy) => map('dy * share', { dy: [dy, each] }, full, { share: 1 / pixels }, x.shape),
  };
};

/** [N, H, W, C] to [N, H · W · C]: another view of the same values, and back. */
export const flatten: LayerOp = (x) => {
  const batch = x.shape[0] ?? 1;
  return { y: reshape(x, [batch, x.size / batch]), backward: (dy) => reshape(dy, x.shape) };
};

/** The sum of two branches: y = x + b, and both get dy. */
export const add: LayerOp = (x, _, b) => ({
  y: sumOfTwo(x, b),
  backward: (dy) => reshape(dy, dy.shape),
});

/**
 * Inverted dropout with the mask of random/streams.ts, which is made on the CPU so that every engine drops the
 * same values.
 *
 *   y = mask · x        dx = mask · dy        (where nothing is dropped y = x)
 */
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
