/** SHA-256 by the platform, in lower-case hexadecimal. */
import { type DataSpec, SPLITS, type Split } from '../spec/dataSpec.ts';

/** @returns undefined where the platform has none: a page that came over plain http from another machine */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return undefined;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * What tells one data set from another: the SHA-256 of a list of its parts' SHA-256 sums, labels and shards of images in
 * order, so that nobody has to hold the whole set to work it out, and a manifest of shards has all that is needed.
 */
export interface PartHashes {
  /** Of one byte an image. */
  readonly labels: string;
  /** Of the images, SHARD_SIZE at a time. */
  readonly shards: readonly string[];
}

/** @returns undefined where the platform has no SHA-256 */
export function identityOf(
  { shape, counts }: Pick<DataSpec, 'shape' | 'counts'>,
  hashes: Readonly<Record<Split, PartHashes>>,
): Promise<string | undefined> {
  const lines = SPLITS.map((split) =>
    [split, counts[split], hashes[split].labels, ...hashes[split].shards].join(' '),
  );
  const text = ['norm-playground/data/1', shape.join(' '), ...lines].join('\n');
  return sha256(new TextEncoder().encode(text));
}
