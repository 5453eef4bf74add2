/** Which convolutions go by way of assembly/winograd.ts, and what they need. */
import type { Shape } from '../../network/layers.ts';
import type { Conv2d, Conv2dFilterGradient, Conv2dInputGradient } from '../program/operation.ts';
import { dimensions } from '../program/value.ts';
import { Size } from './kernels.ts';

/**
 * Channels from which the transforms cost less than the multiplications they save: at 32 and 64 a convolution takes
 * about 0.55 of the direct one's time; at 8 it takes longer. At 16 it gains little and costs accuracy: a golden network at
 * batch 2 with a 16→16 convolution missed its tolerance by rounding, where the direct way keeps well within it.
 */
const FEWEST_CHANNELS = 32;

/** Whether the shape allows it, an even image and a 3×3 kernel, and it pays. @param image any of x, y, dx, dy */
function suits(kernel: Shape, image: Shape): boolean {
  const [size = 1, , inputs = 1, outputs = 1] = kernel;
  const { height, width } = dimensions(image);
  const even = height % 2 === 0 && width % 2 === 0;
  const channels = [inputs, outputs];
  return size === 3 && even && channels.every((count) => count % 4 === 0 && count >= FEWEST_CHANNELS);
}

/** What works with a packed kernel. */
export type Convolution = Conv2d | Conv2dInputGradient;

export function usesWinograd(operation: Convolution | Conv2dFilterGradient): boolean {
  if (operation.stride !== 1) return false;
  if (operation.kind === 'conv2d-filter-gradient')
    return suits(operation.writes.dkernel.shape, operation.reads.dy.shape);
  const image = operation.kind === 'conv2d' ? operation.reads.x : operation.reads.dy;
  return suits(operation.reads.kernel.shape, image.shape);
}

/** Bytes of scratch that a thread needs. */
export function winogradScratch(operation: Convolution | Conv2dFilterGradient, threads: number): number {
  if (operation.kind !== 'conv2d-filter-gradient') {
    const [, , inputs = 1, outputs = 1] = operation.reads.kernel.shape;
    return Size.beforeWindows + 16 * Size.windows * (inputs + outputs) * 4;
  }
  const [, , inputs = 1, outputs = 1] = operation.writes.dkernel.shape;
  const units = Math.ceil((16 * Math.ceil(outputs / 8)) / threads) + 1;
  // Tiles are six or four wide.
  const sums = units * Math.ceil(inputs / 4) * Size.tileSums;
  return Size.beforeWindows + 16 * Size.gradientWindows * (inputs + outputs) * 4 + 64 + sums;
}
