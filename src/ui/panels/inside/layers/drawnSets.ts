/** What a drawing of a norm shows of [N, H, W, C]: fewer images, rows and channels than there are, and which of it shares a mean. */
import type { LayerNorm, Shape } from '../../../../network/layers.ts';
import { extentOf, normSets } from '../../../../network/normSets.ts';
import { descriptionOf } from '../../../../network/norms.ts';

export interface DrawnSets {
  /** Images drawn, and whether there are more. */
  readonly images: number;
  readonly more: boolean;
  /** Rows of pixels drawn, from the top; 1 on a dense layer. */
  readonly rows: number;
  /** Channels, or units, drawn; each stands for `channelsEach`. */
  readonly columns: number;
  /** Channels that there are. */
  readonly channels: number;
  readonly channelsEach: number;
  /** Whether a cell is in the set of the very first value. */
  highlighted(image: number, row: number, column: number): boolean;
}

const MOST_IMAGES = 3;
const MOST_ROWS = 8;
const MOST_COLUMNS = 32;

/** @throws Error for a norm that takes no statistics */
export function drawnSets(norm: LayerNorm, shape: Shape, batch: number): DrawnSets {
  const extent = extentOf(shape, batch);
  const images = Math.min(batch, MOST_IMAGES);
  // Bands of the published grouping, and pixels, may be thinner than an eighth of the picture.
  const { channels: by, pixels } = descriptionOf(norm).statistics ?? {};
  const rows = by === 'bands' || pixels === 'each' ? extent.height : Math.min(extent.height, MOST_ROWS);
  const columns = Math.min(extent.channels, MOST_COLUMNS);
  const sets = normSets(norm, extent);
  if (!sets) throw new Error(`${norm.kind} takes no statistics`);
  const { setOf } = sets;
  const first = setOf(0, 0, 0, 0);
  let together = 1;
  while (together < extent.channels && setOf(0, 0, 0, together) === first) together++;
  // Where the set is smaller than what a column would stand for, the first channels are drawn one by one.
  const each = extent.channels / columns;
  const channelsEach = together < each ? 1 : each;
  return {
    images,
    more: batch > images,
    rows,
    columns,
    channels: extent.channels,
    channelsEach,
    highlighted: (image, row, column) =>
      setOf(image, Math.floor((row * extent.height) / rows), 0, Math.floor(column * channelsEach)) === first,
  };
}
