/** Where the rows of a curve or a history lie, as bits. */
import { type BitReader, type BitWriter, Unreadable, unzigzag, zigzag } from './bits.ts';

/** Where a row lies: training images seen, and updates (a curve) or epochs (a history) done. */
export interface Position {
  readonly images: number;
  readonly step: number;
}

/** More rows than this in one column are refused; results.ts writes far fewer. */
export const MAX_ROWS = 5000;
/** Images and steps are below this. */
export const MAX_POSITION = 2 ** 31;

/** The nearest number that can be one. */
export const toPosition = (value: number): number =>
  Math.min(Math.max(0, Math.round(value) || 0), MAX_POSITION - 1);

const START: Position = { images: 0, step: 0 };

/**
 * Positions as runs of equal distances, (times, steps, images less what so many steps take). They come from the run,
 * not from training/schedule.ts: a link outlives the schedule that laid its points, and a forked or thinned curve has
 * points of its own.
 * @param imagesPerStep as a rule; other distances take a few bits more
 */
export function writePositions(bits: BitWriter, rows: readonly Position[], imagesPerStep: number): void {
  bits.whole(rows.length);
  const distances = rows.map(({ images, step }, i) => {
    const before = rows[i - 1] ?? START;
    return { steps: step - before.step, images: images - before.images };
  });
  for (let i = 0; i < distances.length; ) {
    const { steps, images } = distances[i] ?? { steps: 0, images: 0 };
    let end = i + 1;
    while (distances[end]?.steps === steps && distances[end]?.images === images) end++;
    bits.whole(end - i - 1);
    bits.whole(zigzag(steps));
    bits.whole(zigzag(images - steps * imagesPerStep));
    i = end;
  }
}

/** @throws Unreadable where images seen do not grow */
export function readPositions(bits: BitReader, imagesPerStep: number): readonly Position[] {
  const count = bits.wholeUpTo(MAX_ROWS, 'points');
  const rows: Position[] = [];
  let { images, step } = START;
  while (rows.length < count) {
    const times = bits.wholeUpTo(count - rows.length - 1, 'points') + 1;
    const steps = unzigzag(bits.whole());
    const distance = unzigzag(bits.whole()) + steps * imagesPerStep;
    if (distance < 1) throw new Unreadable('a point lies before the one before it');
    for (let i = 0; i < times; i++) {
      images += distance;
      step += steps;
      if (images >= MAX_POSITION || step < 0 || step >= MAX_POSITION) {
        throw new Unreadable('a point lies too far out');
      }
      rows.push({ images, step });
    }
  }
  return rows;
}

/** Images in each row's window. */
export const windowSizes = (rows: readonly Position[]): number[] =>
  rows.map(({ images }, i) => images - (rows[i - 1] ?? START).images);

/** Those rows that lie beyond the row before them and have an accuracy; others (of a mended file) are left out. */
export function advancing<T extends { readonly acc: number }>(
  rows: readonly T[],
  position: (row: T) => Position,
): readonly T[] {
  let seen = 0;
  return rows.filter((row) => {
    const { images, step } = position(row);
    const fits = isWhole(images) && isWhole(step) && images > seen && row.acc >= 0 && row.acc <= 1;
    if (fits) seen = images;
    return fits;
  });
}

const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < MAX_POSITION;
