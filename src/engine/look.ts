/** What engines that compile their looks inside ask of a request. */
import { type Shape, sizeOf } from '../network/layers.ts';
import type { InspectRequest } from './engine.ts';

/** Looks of one kind have one program. */
export const kindOf = ({ statistics, dropoutStep, outputs, gradients }: InspectRequest): string =>
  JSON.stringify([statistics, dropoutStep !== undefined, outputs, gradients]);

/** Images of a look. @throws Error for pictures that are not of the input's size, with a label each */
export function countOf({ images }: InspectRequest, input: Shape): number {
  if ('rows' in images) return images.rows.length;
  const { pixels, labels } = images;
  const expected = labels.length * sizeOf(input);
  if (pixels.length !== expected)
    throw new Error(`${labels.length} labels with ${pixels.length} bytes of pictures, expected ${expected}`);
  return labels.length;
}
