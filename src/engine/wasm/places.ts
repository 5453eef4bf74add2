/** Where values and what else a task is about stand in memory, and how instructions are told. */
import { dimensions, type Value } from '../program/value.ts';
import type { Task } from './tasks.ts';
import type { Convolution } from './winograd.ts';

/** What instructions want to know of an image tensor; strides in bytes. */
export interface Layout {
  /** The first pixel inside the border. */
  readonly inner: number;
  readonly image: number;
  readonly row: number;
  readonly pixel: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** @param base the value's address @param border zeros on all four sides of each image */
export function layoutAt({ shape }: Value, base: number, border: number): Layout {
  const { height, width, channels } = dimensions(shape);
  const pixel = channels * 4;
  const row = (width + 2 * border) * pixel;
  const image = (height + 2 * border) * row;
  return { inner: base + border * (row + pixel), image, row, pixel, height, width, channels };
}

export interface Places {
  address(value: Value): number;
  borderOf(value: Value): number;
  /** A part of what the task needs for itself. */
  workspace(task: Task, part: string): number;
  /** Where the kernel of a convolution is packed, straight or turned round. */
  packed(task: Convolution): number;
  /** Images that buffers hold. */
  readonly batch: number;
}

/** An end of an operation from image to image, by its first inner pixel and strides. */
export function strides<Name extends string>(
  name: Name,
  { inner, image, row }: Layout,
): Record<Name | `${Name}Image` | `${Name}Row`, number> {
  const named: Partial<Record<string, number>> = {
    [name]: inner,
    [`${name}Image`]: image,
    [`${name}Row`]: row,
  };
  return named as Record<Name | `${Name}Image` | `${Name}Row`, number>;
}
