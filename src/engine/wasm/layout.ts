/** Where a tensor's values stand in memory. */
import { dimensions, storedSize, type Tensor } from '../program/tensor.ts';

/** What instructions want to know of an image tensor; strides in bytes. */
export interface Layout {
  readonly base: number;
  /** The first pixel inside the border. */
  readonly inner: number;
  readonly image: number;
  readonly row: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export function layoutAt(tensor: Tensor, base: number): Layout {
  const { height, width, channels } = dimensions(tensor.shape);
  const { border } = tensor;
  const row = (width + 2 * border) * channels * 4;
  return {
    base,
    inner: base + border * row + border * channels * 4,
    image: storedSize(tensor.shape, border) * 4,
    row,
    height,
    width,
    channels,
  };
}
