/** Where the values of a program's operations live, without saying how a device stores them. */
import { type Shape, sizeOf } from '../../network/layers.ts';

/**
 * `parameter` and `gradient` are named after the array in `parameterSpecs` and outlive the step; a `temporary` is
 * alive from the first operation that names it to the last.
 */
export type BufferRole = 'parameter' | 'gradient' | 'temporary';

export interface Buffer {
  readonly name: string;
  readonly role: BufferRole;
  readonly type: 'float32' | 'uint8';
  /** Values for each image of the batch, and values there are once. */
  readonly perImage: number;
  readonly once: number;
  /** Zero before its first use, and its memory is shared with no other buffer: borders stay zero. */
  readonly exclusive: boolean;
}

/**
 * An image's values [height, width, channels] or [units] in a buffer, row-major, image after image; or a parameter.
 * `border` zeros stand around every image on all four sides, so that a convolution reads without asking where it is.
 */
export interface Tensor {
  readonly buffer: Buffer;
  readonly shape: Shape;
  readonly border: number;
}

/** Height, width and channels; a dense layer's units are the channels of one pixel. */
export function dimensions(shape: Shape): { height: number; width: number; channels: number } {
  const [height = 1, width = 1, channels = 1] = shape.length === 1 ? [1, 1, ...shape] : shape;
  return { height, width, channels };
}

/** Values an image takes up, its border included. */
export function storedSize(shape: Shape, border: number): number {
  const { height, width, channels } = dimensions(shape);
  return (height + 2 * border) * (width + 2 * border) * channels;
}

/** A tensor of the batch, in a buffer of its own. */
export function activation(name: string, shape: Shape, border = 0): Tensor {
  const perImage = storedSize(shape, border);
  const buffer: Buffer = {
    name,
    role: 'temporary',
    type: 'float32',
    perImage,
    once: 0,
    exclusive: border > 0,
  };
  return { buffer, shape, border };
}

/** `perImage` values an image and `once` values more, for the inside of one operation or between a pair. */
export function workspace(
  name: string,
  perImage: number,
  once = 0,
  type: Buffer['type'] = 'float32',
): Tensor {
  const buffer: Buffer = { name, role: 'temporary', type, perImage, once, exclusive: false };
  return { buffer, shape: [perImage], border: 0 };
}

/** A parameter, or its gradient, of the given shape. */
export function parameter(name: string, shape: Shape, role: 'parameter' | 'gradient' = 'parameter'): Tensor {
  const buffer: Buffer = { name, role, type: 'float32', perImage: 0, once: sizeOf(shape), exclusive: false };
  return { buffer, shape, border: 0 };
}
