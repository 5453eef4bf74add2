/** Which convolutions go by way of assembly/winograd.ts, in windows of how many outputs a side, and what they need. */
import type { Shape } from '../../network/layers.ts';
import type { Conv2d, Conv2dFilterGradient, Conv2dInputGradient, Operation } from '../program/operation.ts';
import { dimensions } from '../program/value.ts';
import { Size } from './kernels.ts';

/** Outputs a side of a window; 0: the direct way. */
export type Side = 0 | 2 | 4;

export type Windowed<T> = T & { readonly side: Side };

/** What works with a packed kernel. */
export type Convolution = Windowed<Conv2d> | Windowed<Conv2dInputGradient>;
export type FilterGradient = Windowed<Conv2dFilterGradient>;

/**
 * Channels from which windows of side 2 cost less than the multiplications they save: at 32 and 64 a convolution takes
 * about 0.55 of the direct one's time; at 8 it takes longer, and at 16 it gains little.
 */
const FEWEST_OF_TWO = 32;

/** At 16 channels a convolution by windows of side 4 takes 0.4 of the direct one's time. */
const FEWEST_OF_FOUR = 16;

/** Multiplications that a window of side 4 costs with its transforms, a pair of channels, beside 144 the direct way. */
const costOfFour = (inputs: number, outputs: number): number => 36 + 160 * (1 / inputs + 1 / outputs);

/**
 * Whether a network's convolutions may go in windows of side 4. Those of networks without strides and sums never do, so
 * that runs of versions that knew no others keep their bits.
 */
export const mayUseFour = (operations: readonly Operation[]): boolean =>
  operations.some((one) => one.kind === 'add' || ('stride' in one && one.stride > 1));

/** @param four whether side 4 may be had */
export function sideOf(operation: Conv2d | Conv2dInputGradient | Conv2dFilterGradient, four: boolean): Side {
  if (operation.stride !== 1) return 0;
  switch (operation.kind) {
    case 'conv2d':
      return sideFor(operation.reads.kernel.shape, operation.reads.x.shape, four);
    case 'conv2d-input-gradient':
      return sideFor(operation.reads.kernel.shape, operation.reads.dy.shape, four);
    case 'conv2d-filter-gradient':
      return sideFor(operation.writes.dkernel.shape, operation.reads.dy.shape, four);
    default:
      return operation satisfies never;
  }
}

function sideFor(kernel: Shape, image: Shape, four: boolean): Side {
  const [size = 1, , inputs = 1, outputs = 1] = kernel;
  const { height, width } = dimensions(image);
  const fewest = Math.min(inputs, outputs);
  if (size !== 3 || inputs % 4 !== 0 || outputs % 4 !== 0) return 0;
  if (four) {
    const cost = Math.ceil(height / 4) * Math.ceil(width / 4) * costOfFour(inputs, outputs);
    return fewest >= FEWEST_OF_FOUR && cost < 9 * height * width ? 4 : 0;
  }
  return fewest >= FEWEST_OF_TWO && height % 2 === 0 && width % 2 === 0 ? 2 : 0;
}

/** Values for which a window has a matrix product. */
export const positionsOf = (side: Side): number => (side + 2) ** 2;

/** Bytes of scratch that a thread needs. */
export function winogradScratch(task: Convolution | FilterGradient, threads: number): number {
  const positions = positionsOf(task.side);
  const windowBytes = (windows: number, channels: number): number =>
    positions * (windows * channels * 4 + Size.positionGap);
  if (task.kind !== 'conv2d-filter-gradient') {
    const [, , inputs = 1, outputs = 1] = task.reads.kernel.shape;
    return Size.beforeWindows + windowBytes(Size.windows, inputs) + windowBytes(Size.windows, outputs);
  }
  const [, , inputs = 1, outputs = 1] = task.writes.dkernel.shape;
  const windows = task.side === 2 ? Size.gradientWindows : Size.gradientWindowsFour;
  const units = Math.ceil((positions * Math.ceil(outputs / 8)) / threads) + 1;
  // Tiles are six or four wide.
  const sums = units * Math.ceil(inputs / 4) * Size.tileSums;
  return Size.beforeWindows + windowBytes(windows, inputs) + windowBytes(windows, outputs) + 64 + sums;
}
