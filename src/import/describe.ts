/** What becomes of images when nobody chooses, and the data set that they are once packed. */

import { type DataSpec, LIMITS } from '../spec/dataSpec.ts';
import { counted } from '../spec/numbers.ts';
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
    classes: namesOfClasses(classNames),
    counts: { train: count(splits.train), validation: count(splits.validation), test: count(splits.test) },
  };
}

/** As records can hold them; those that become one by that are numbered. */
function namesOfClasses(names: readonly string[]): string[] {
  const short = (name: string, mark = ''): string => cutText(oneLine(name), LIMITS.name - mark.length) + mark;
  const taken = new Set(names.filter((name) => short(name) === name));
  return names.map((name) => {
    let cut = short(name);
    for (let number = 2; cut !== name && taken.has(cut); number++) cut = short(name, ` (${number})`);
    taken.add(cut);
    return cut;
  });
}

/** @param count test and validation images that training has, too @returns nothing of none */
export function repeatWords(count: number, leftOut: boolean): string {
  if (count === 0) return '';
  const images = counted(count, 'validation or test image');
  const same = count === 1 ? 'is a training image, too' : 'are training images, too';
  if (!leftOut) return `${images} ${same}.`;
  return count === 1 ? `${images} was left out: it ${same}.` : `${images} were left out: they ${same}.`;
}

/** Sides that a visitor may choose, in pixels. */
const SIDES = [8, 12, 16, 20, 24, 28, 32, 48, 64] as const;

export type Size = Pick<Packing, 'width' | 'height'>;

/** The images' own, where all have one and a set may have it. */
function ownSize({ sizes }: Survey): Size | undefined {
  const [{ width, height } = { width: 0, height: 0 }] = sizes;
  const { least, most } = IMPORT_LIMITS.side;
  const fits = (side: number): boolean => side >= least && side <= most;
  return sizes.length === 1 && fits(width) && fits(height) ? { width, height } : undefined;
}

/** Squares, and the images' own size. */
export function offeredSizes(survey: Survey): Size[] {
  const squares: Size[] = SIDES.map((side) => ({ width: side, height: side }));
  const own = ownSize(survey);
  return own && !squares.some((square) => isSameSize(square, own)) ? [own, ...squares] : squares;
}

export const isSameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

/** Images as they are where all have one size that a set may have; else squares of the nearest side. */
export function usualPacking(survey: Survey): Packing {
  const { sizes, colour, classes } = survey;
  const side = nearestSide(sizes);
  return {
    ...(ownSize(survey) ?? { width: side, height: side }),
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

/** Of a file that holds a set. */
export const SET_ENDINGS = /(\.(zip|tar|tgz|gz|npz|npy|csv|parquet|bin))+$/i;

/** A name for what was dropped: of its only archive or folder. */
export function nameOfFiles(paths: readonly string[]): string {
  const tops = new Set(paths.map((path) => path.split('/')[0] ?? path));
  const [first = ''] = tops;
  const name = first.replace(SET_ENDINGS, '').replace(/[_-]+/g, ' ');
  return tops.size === 1 && name !== '' ? name : 'My images';
}
