/**
 * What tells one data set from another: the SHA-256 of a list of its parts' SHA-256 sums, labels and blocks of images in
 * order, so that nobody has to hold the whole set to work it out, and a manifest of shards has all that is needed.
 */
import { type DataSpec, SPLITS, type Split } from '../spec/dataSpec.ts';
import { sha256 } from './sha256.ts';

export interface PartHashes {
  /** Of one byte an image. */
  readonly labels: string;
  /** Of the images, BLOCK at a time. */
  readonly blocks: readonly string[];
}

/** @returns undefined where the platform has no SHA-256 */
export function identityOf(
  { shape, counts }: Pick<DataSpec, 'shape' | 'counts'>,
  hashes: Readonly<Record<Split, PartHashes>>,
): Promise<string | undefined> {
  const lines = SPLITS.map((split) =>
    [split, counts[split], hashes[split].labels, ...hashes[split].blocks].join(' '),
  );
  const text = ['norm-playground/data/1', shape.join(' '), ...lines].join('\n');
  return sha256(new TextEncoder().encode(text));
}
