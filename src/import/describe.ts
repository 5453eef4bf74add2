/** What becomes of images when nobody chooses, and the data set that they are once packed. */

import { type DataSpec, LIMITS } from '../spec/dataSpec.ts';
import { cutText, oneLine } from '../spec/text.ts';
import type { PackedSet, Packing } from './pack.ts';
import { LIMITS as IMPORT_LIMITS } from './refusal.ts';
import type { Survey } from './survey.ts';

/** So many digits of the checksum tell sets of one name apart in an id. */
const ID_DIGITS = 8;

/**
 * The id has name and checksum: 'my-digits-1f3c9a02'. A set without a name that letters can be made of is a 'set'.
 * @param wanted ids that are asked for elsewhere: one with this checksum is this set, under whatever name
 */
export function specOfSet(
  packed: PackedSet,
  name: string,
  classNames: readonly string[],
  wanted: readonly string[] = [],
): DataSpec {
  const { sha256, shape, splits } = packed;
  const count = ({ labels }: { labels: Uint8Array }): number => labels.length;
  const digits = sha256.slice(0, ID_DIGITS);
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return {
    id: wanted.find((id) => id.endsWith(`-${digits}`)) ?? `${words || 'set'}-${digits}`,
    name: cutText(oneLine(name), LIMITS.name) || 'My images',
    sha256,
    shape,
    classes: classNames,
    counts: { train: count(splits.train), validation: count(splits.validation), test: count(splits.test) },
  };
}

/** Sides that a visitor may choose, in pixels. */
export const SIDES = [8, 12, 16, 20, 24, 28, 32, 48, 64] as const;

/** Images as they are where all have one size that a set may have; else squares of the nearest side. */
export function usualPacking({ sizes, colour, classes }: Survey): Packing {
  const [first] = sizes;
  const { least, most } = IMPORT_LIMITS.side;
  const fits = (side: number): boolean => side >= least && side <= most;
  const asTheyAre = first && sizes.length === 1 && fits(first.width) && fits(first.height);
  const side = nearestSide(sizes);
  return {
    width: asTheyAre ? first.width : side,
    height: asTheyAre ? first.height : side,
    channels: colour ? 3 : 1,
    fitting: 'fit',
    classes: classes.map(({ label }) => label),
    withoutRepeats: false,
  };
}

/** To the shorter side of most images. */
function nearestSide(sizes: Survey['sizes']): number {
  const [{ width = 28, height = 28 } = {}] = sizes;
  const shorter = Math.min(width, height);
  return SIDES.reduce((best, side) => (Math.abs(side - shorter) < Math.abs(best - shorter) ? side : best));
}

/** A name for what was dropped: of its only archive or folder. */
export function nameOfFiles(paths: readonly string[]): string {
  const tops = new Set(paths.map((path) => path.split('/')[0] ?? path));
  const [first = ''] = tops;
  const name = first.replace(/(\.(zip|tar|tgz|gz|npz|npy|csv|parquet|bin))+$/i, '').replace(/[_-]+/g, ' ');
  return tops.size === 1 && name !== '' ? name : 'My images';
}
