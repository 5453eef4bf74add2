/** Which convolutions go by way of assembly/winograd.ts, in windows of 4 × 4 outputs, and what they need. */
import type { Shape } from '../../network/layers.ts';
import type { Conv2d, Conv2dFilterGradient, Conv2dInputGradient } from '../program/operation.ts';
import { dimensions } from '../program/value.ts';
import { Size } from './kernels.ts';

/** Whether it goes in windows, or the direct way. */
export type Windowed<T> = T & { readonly windowed: boolean };

/** What works with a packed kernel. */
export type Convolution = Windowed<Conv2d> | Windowed<Conv2dInputGradient>;
export type FilterGradient = Windowed<Conv2dFilterGradient>;

/** At 16 channels a convolution by windows takes half of the direct one's time; with fewer, transforms cost more. */
const FEWEST_CHANNELS = 16;

/** Multiplications that a window costs with its transforms, a pair of channels, beside 144 the direct way. */
const costOfWindow = (inputs: number, outputs: number): number => 36 + 160 * (1 / inputs + 1 / outputs);

export function isWindowed(operation: Conv2d | Conv2dInputGradient | Conv2dFilterGradient): boolean {
  if (operation.stride !== 1) return false;
  switch (operation.kind) {
    case 'conv2d':
      return isWorthWindows(operation.reads.kernel.shape, operation.reads.x.shape);
    case 'conv2d-input-gradient':
      return isWorthWindows(operation.reads.kernel.shape, operation.reads.dy.shape);
    case 'conv2d-filter-gradient':
      return isWorthWindows(operation.writes.dkernel.shape, operation.reads.dy.shape);
    default:
      return operation satisfies never;
  }
}

function isWorthWindows(kernel: Shape, image: Shape): boolean {
  const [size = 1, , inputs = 1, outputs = 1] = kernel;
  const { height, width } = dimensions(image);
  if (size !== 3 || inputs % 4 !== 0 || outputs % 4 !== 0) return false;
  if (Math.min(inputs, outputs) < FEWEST_CHANNELS) return false;
  const windows = Math.ceil(height / Size.windowSide) * Math.ceil(width / Size.windowSide);
  return windows * costOfWindow(inputs, outputs) < 9 * height * width;
}

/** Values for which a window has a matrix product. */
export const POSITIONS = (Size.windowSide + 2) ** 2;

/** Bytes of scratch that a thread needs. */
export function winogradScratch(task: Convolution | FilterGradient, threads: number): number {
  const windowBytes = (windows: number, channels: number): number =>
    POSITIONS * (windows * channels * 4 + Size.positionGap);
  if (task.kind !== 'conv2d-filter-gradient') {
    const [, , inputs = 1, outputs = 1] = task.reads.kernel.shape;
    return Size.beforeWindows + windowBytes(Size.windows, inputs) + windowBytes(Size.windows, outputs);
  }
  const [, , inputs = 1, outputs = 1] = task.writes.dkernel.shape;
  const units = Math.ceil((POSITIONS * Math.ceil(outputs / 8)) / threads) + 1;
  // Tiles are six or four wide.
  const sums = units * Math.ceil(inputs / 4) * Size.tileSums;
  const windows = Size.gradientWindows;
  return Size.beforeWindows + windowBytes(windows, inputs) + windowBytes(windows, outputs) + 64 + sums;
}
