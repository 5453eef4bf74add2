/** What cannot be read, for a person: which file, why, and what to do. */

/** The whole import cannot go on. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}

/** A file that was left out; the rest is kept. */
export interface Skipped {
  readonly path: string;
  /** A clause such as 'a pickle, which can run code: export the set as .npz'. */
  readonly reason: string;
}

/** One file's fault: whoever walks the files turns it into a `Skipped`. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** How large a set may be: told before anything is read. */
export const LIMITS = {
  classes: { least: 2, most: 200 },
  images: 200_000,
  /** Height or width of an image once it is in the set. */
  side: { least: 8, most: 64 },
  /** Of pixels, one byte each and channel. */
  pixelBytes: 400e6,
  /** What archives may hold once they are unpacked. Beyond it one is damaged, or made to fill the memory. */
  unpackedBytes: 8e9,
  /** What may come out of archives beside what went in: so many times as much, and what is `free` of that, in bytes. */
  growth: { most: 200, free: 100e6 },
  /** A single picture or array in a file. */
  fileBytes: 1.5e9,
  /** Pixels of a picture before it is made smaller. */
  picturePixels: 50e6,
} as const;

/** @param bytes of a file @throws Unreadable */
export function refuseLarge(bytes: number): void {
  if (bytes > LIMITS.fileBytes) throw new Unreadable(`larger than ${LIMITS.fileBytes / 1e9} GB`);
}
