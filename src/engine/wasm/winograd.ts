/** Which convolutions go by way of assembly/winograd.ts. */

import type { Conv2d, Conv2dInputGradient } from '../program/operation.ts';
import { dimensions } from '../program/tensor.ts';

/**
 * Channels from which the transforms cost less than the multiplications they save: at 32 and 64 a convolution takes
 * about 0.6 of the direct one's time; at 8 it takes longer.
 */
const FEWEST_CHANNELS = 16;

/** Whether its shape allows it, an even 3×3 convolution, and it pays. */
export function usesWinograd(operation: Conv2d | Conv2dInputGradient): boolean {
  const { kernel } = operation.reads;
  const [size = 1, , inputs = 1, outputs = 1] = kernel.shape;
  const to = operation.kind === 'conv2d' ? operation.writes.y : operation.writes.dx;
  const { height, width } = dimensions(to.shape);
  const channels = [inputs, outputs];
  return (
    size === 3 &&
    height % 2 === 0 &&
    width % 2 === 0 &&
    channels.every((count) => count % 4 === 0 && count >= FEWEST_CHANNELS)
  );
}

/** Windows that are transformed together, and what scratch holds before them. */
const WINDOWS = 24;
const BEFORE = 1024;

export function winogradScratch(operation: Conv2d | Conv2dInputGradient): number {
  const [, , inputs = 1, outputs = 1] = operation.reads.kernel.shape;
  return BEFORE + 16 * WINDOWS * (inputs + outputs) * 4;
}
