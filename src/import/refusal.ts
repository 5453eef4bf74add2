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
