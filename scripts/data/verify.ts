/** From a file as it was found to values that are known to be the published ones. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { readIdxImages, readIdxLabels } from '../../src/data/idx.ts';
import { FASHION_MNIST } from '../../src/spec/dataSets.ts';
import { PUBLISHED, type PublishedFile } from './published.ts';

/** The file is not the published one. The message names it, what was expected and what was found. */
export class WrongFile extends Error {
  override readonly name = 'WrongFile';
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * @param where the file's path or address, for messages
 * @returns one byte a value, without the header
 * @throws WrongFile, IdxError
 */
export function verify(file: PublishedFile, where: string, stored: Uint8Array): Uint8Array {
  const bytes = isGzip(stored) ? gunzip(where, stored) : stored;
  const { shape, classes } = FASHION_MNIST;
  const values =
    file.kind === 'images'
      ? readIdxImages(where, bytes, [file.count, shape[0], shape[1]])
      : readIdxLabels(where, bytes, file.count, classes.length);
  const found = sha256(bytes);
  if (found !== file.sha256) {
    const other = Object.values(PUBLISHED).find((published) => published.sha256 === found);
    throw new WrongFile(
      `${where}: expected the SHA-256 ${file.sha256} of ${file.name}, found ${found}${other ? ` (that is ${other.name})` : ''}`,
    );
  }
  return values;
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function gunzip(where: string, stored: Uint8Array): Uint8Array {
  try {
    return gunzipSync(stored, { maxOutputLength: 100_000_000 });
  } catch (error) {
    throw new WrongFile(
      `${where}: expected a whole gzip file, found ${stored.length} bytes that do not unpack (${(error as Error).message})`,
    );
  }
}
