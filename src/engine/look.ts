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

interface Look {
  readonly kind: string;
  /** The most images that it takes. */
  readonly batch: number;
  dispose(): void;
}

/** The program for the latest kind of look: the next is likely to be of that kind. */
export class LatestLook<One extends Look> {
  #look: One | undefined;

  get(): One | undefined {
    return this.#look;
  }

  /** @param make a look of the request's kind */
  for(request: InspectRequest, input: Shape, make: () => One): One {
    const before = this.#look;
    if (before?.kind === kindOf(request) && before.batch >= countOf(request, input)) return before;
    this.dispose();
    this.#look = make();
    return this.#look;
  }

  dispose(): void {
    this.#look?.dispose();
    this.#look = undefined;
  }
}
