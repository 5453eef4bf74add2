/** Where a value's numbers stand in memory. */
import { dimensions, type Value } from '../program/value.ts';

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
