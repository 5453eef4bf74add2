/** A column of accuracies as bits: exactly, as the counts of images that they are. */
import { type BitReader, type BitWriter, Magnitude, Unreadable, unzigzag, zigzag } from './bits.ts';

/** An accuracy is a count of images, so it is exact; the next one is predicted to be the running mean of about 8. */
const SHARE_MEMORY = 8;

/** @param sizes images that each accuracy was counted over */
export function writeCounts(bits: BitWriter, accuracies: readonly number[], sizes: readonly number[]): void {
  const magnitude = new Magnitude(2);
  let share = 0;
  accuracies.forEach((acc, i) => {
    const size = sizes[i] ?? 1;
    const count = Math.round(acc * size);
    bits.rice(zigzag(count - Math.round(share * size)), magnitude);
    share += (count / size - share) / SHARE_MEMORY;
  });
}

export function readCounts(bits: BitReader, sizes: readonly number[]): number[] {
  const magnitude = new Magnitude(2);
  let share = 0;
  return sizes.map((size) => {
    const count = Math.round(share * size) + unzigzag(bits.rice(magnitude));
    if (count < 0 || count > size) throw new Unreadable('more images are right than there are');
    share += (count / size - share) / SHARE_MEMORY;
    return count / size;
  });
}

/** Counts where they are some, as every run's are that was trained here; else as they are, for a run from elsewhere. */
export function writeAccuracies(
  bits: BitWriter,
  accuracies: readonly number[],
  sizes: readonly number[],
): void {
  const counted = areCounts(accuracies, sizes);
  bits.bit(counted);
  if (counted) writeCounts(bits, accuracies, sizes);
  else for (const acc of accuracies) bits.float64(acc);
}

export const readAccuracies = (bits: BitReader, sizes: readonly number[]): number[] =>
  bits.bit() ? readCounts(bits, sizes) : sizes.map(() => bits.float64());

/** Whether every accuracy is a count over its size, to the bit. */
const areCounts = (accuracies: readonly number[], sizes: readonly number[]): boolean =>
  accuracies.every((acc, i) => {
    const size = sizes[i] ?? 1;
    return acc >= 0 && acc <= 1 && Math.round(acc * size) / size === acc;
  });
