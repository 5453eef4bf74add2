/** What the page and the worker that reads images say to each other. Files cross as they are: nothing is copied. */
import type { KeptSet } from '../data/kept.ts';
import type { Packing } from './pack.ts';
import type { Skipped } from './refusal.ts';
import type { Reading } from './sample.ts';
import type { Survey } from './survey.ts';
import type { SourceFile } from './unpack.ts';

export type ImportCommand =
  | { readonly kind: 'survey'; readonly files: readonly SourceFile[]; readonly reading: Reading }
  | {
      readonly kind: 'keep';
      readonly files: readonly SourceFile[];
      readonly packing: Packing;
      /** What the set and its classes are called. */
      readonly name: string;
      readonly classNames: readonly string[];
      /** Ids that a link or a record asks for: a set with such a checksum takes the id over. */
      readonly wanted: readonly string[];
    };

export interface ImportProgress {
  readonly images: number;
  /** Bytes of the dropped files, read and in all. */
  readonly read: number;
  readonly total: number;
}

/** What came of keeping a set. */
export interface Kept {
  readonly set: KeptSet;
  /** Test and validation images that training has, too. */
  readonly repeats: number;
  readonly repeatsLeftOut: boolean;
  readonly skipped: readonly Skipped[];
}

export type ImportEvent =
  | ({ readonly kind: 'progress' } & ImportProgress)
  | { readonly kind: 'surveyed'; readonly survey: Survey }
  | ({ readonly kind: 'kept' } & Kept)
  /** For a person. */
  | { readonly kind: 'failed'; readonly message: string };
