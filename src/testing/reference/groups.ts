/** Which values of a norm's input share a mean and a variance, and which a gamma and a beta, by their place in memory. */
import { type LayerNorm, type Shape, sizeOf } from '../../network/layers.ts';
import { extentOf, normSets } from '../../network/normSets.ts';

export interface Groups {
  /** How many groups share statistics. */
  readonly count: number;
  /** The group of value i of the input, row-major over the minibatch. */
  groupOf(i: number): number;
  /** The gamma and beta of value i. */
  channelOf(i: number): number;
}

/**
 * @param images in the minibatch @param shape [height, width, channels] or [units]
 * @throws Error for a norm that takes no statistics
 */
export function groupsOf(norm: LayerNorm, images: number, shape: Shape): Groups {
  const extent = extentOf(shape, images);
  const sets = normSets(norm, extent);
  if (!sets) throw new Error(`${norm.kind} takes no statistics`);
  const { height, width, channels } = extent;
  const columnOf = (i: number) => Math.floor(i / channels) % width;
  const rowOf = (i: number) => Math.floor(i / (channels * width)) % height;
  const imageOf = (i: number) => Math.floor(i / (channels * width * height));
  /** Worked out once: each is asked for eight times. */
  const table = (of: (i: number) => number): ((i: number) => number) => {
    const all = Float64Array.from({ length: images * sizeOf(shape) }, (_, i) => of(i));
    return (i) => all[i] as number;
  };
  return {
    count: sets.count,
    groupOf: table((i) => sets.setOf(imageOf(i), rowOf(i), columnOf(i), i % channels)),
    channelOf: table((i) => sets.affineOf(rowOf(i), columnOf(i), i % channels)),
  };
}
