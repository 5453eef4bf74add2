/** A set of values that share a mean, in words and counts: for the first figure, over a block of a few images. */
import { resolveNorm } from '../../../../network/build.ts';
import type { LayerNorm } from '../../../../network/layers.ts';
import { type Extent, type NormSets, normSets } from '../../../../network/normSets.ts';
import { descriptionOf } from '../../../../network/norms.ts';
import type { NormKind } from '../../../../spec/norms/norms.ts';

export interface Place {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
}

/** The block of the figure: small enough to be seen whole, and each count of groups cuts it at whole rows. */
export const EXTENT: Extent = { images: 2, height: 4, width: 4, channels: 4 };

export interface DrawnSets {
  readonly norm: LayerNorm;
  readonly sets: NormSets;
}

export function drawnSets(name: NormKind, groups: number): DrawnSets {
  const { height, width, channels } = EXTENT;
  const norm = resolveNorm(name, groups, [height, width, channels]);
  if (!norm) throw new Error(`${name} is no norm`);
  return { norm, sets: normSets(norm, EXTENT) ?? ALONE };
}

/** Of a norm that takes no statistics: each value is a set by itself. */
const ALONE: NormSets = {
  count: EXTENT.images * EXTENT.height * EXTENT.width * EXTENT.channels,
  size: 1,
  setOf: (n, h, w, c) => ((n * EXTENT.height + h) * EXTENT.width + w) * EXTENT.channels + c,
  affineOf: (_h, _w, c) => c,
};

export const sameSet = ({ sets }: DrawnSets, a: Place, b: Place): boolean =>
  sets.setOf(a.n, a.h, a.w, a.c) === sets.setOf(b.n, b.h, b.w, b.c);

/** 'image 1, row 2, column 3, channel 4' */
export const placeWords = ({ n, h, w, c }: Place): string =>
  `image ${n + 1}, row ${h + 1}, column ${w + 1}, channel ${c + 1}`;

/** 'The value at … shares its mean and variance with 31 others: …' */
export function describeSet({ norm, sets }: DrawnSets, place: Place): string {
  const { statistics } = descriptionOf(norm);
  if (!statistics)
    return `The value at ${placeWords(place)} shares nothing with the others: what becomes of it depends on it alone.`;
  const shared = statistics.mean ? 'mean and variance' : 'root mean square';
  const pieces = `${sets.count} sets of ${sets.size}`;
  return `The value at ${placeWords(place)} shares its ${shared} with ${sets.size - 1} others: ${extentWords(norm)}. The block falls into ${pieces}.${norm.limits ? ' Moving averages then correct the two, within limits.' : ''}`;
}

function extentWords(norm: LayerNorm): string {
  const { images, height, channels } = EXTENT;
  const { statistics } = descriptionOf(norm);
  const where = statistics?.images === 'all' ? `, in all ${images} images` : ' of one image';
  const whole = `one image, with all its ${channels} channels`;
  const { groups = 1 } = norm;
  const by = statistics?.channels ?? 'all';
  if (statistics?.pixels) return `one pixel of one image, with all its ${channels} channels`;
  switch (by) {
    case 'all':
      return whole;
    case 'each':
      return `one channel${where}`;
    case 'groups':
      return groups === channels
        ? 'one channel of one image, as in instance norm'
        : groups === 1
          ? `${whole}, as in layer norm`
          : `${channels / groups} of the ${channels} channels of one image`;
    case 'bands':
      return groups === 1
        ? `${whole}, as in layer norm`
        : `${rows(height / groups)} of one image, with all ${channels} channels`;
    default:
      return by satisfies never;
  }
}

const rows = (count: number): string => (count === 1 ? 'one row' : `${count} rows`);
