/** Writes verified values as the shards and the manifest that the page loads, whole or not at all. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SHARD_SIZE } from '../../src/data/dataSet.ts';
import type { CheckedFile } from '../../src/data/download.ts';
import { filesOf, MANIFEST_VERSION, type Manifest, parseManifest } from '../../src/data/fashionMnist.ts';
import { FASHION_MNIST } from '../../src/spec/dataSets.ts';
import { imageBytes, type Split } from '../../src/spec/dataSpec.ts';
import { sha256 } from './verify.ts';

const { id, shape, classes, counts } = FASHION_MNIST;
const PIXELS = imageBytes(FASHION_MNIST);

/** The values of the four files, one byte each. */
export interface Values {
  readonly trainImages: Uint8Array;
  readonly trainLabels: Uint8Array;
  readonly testImages: Uint8Array;
  readonly testLabels: Uint8Array;
}

/**
 * Replaces the folder. Everything is written elsewhere first, so that no half of it can ever be seen.
 * @param scratch a folder on the same disk that nothing is published from
 */
export function writeShards(folder: string, values: Values, scratch: string): void {
  const fresh = join(scratch, `data-${process.pid}`);
  try {
    mkdirSync(fresh, { recursive: true });
    const held = counts.train;
    const train = writeSplit(fresh, 'train', values.trainImages, values.trainLabels, 0);
    const validation = writeSplit(fresh, 'validation', values.trainImages, values.trainLabels, held);
    const test = writeSplit(fresh, 'test', values.testImages, values.testLabels, 0);
    const manifest = {
      version: MANIFEST_VERSION,
      name: id,
      shape: [shape[0], shape[1]],
      classes: [...classes],
      splits: { train, validation, test },
    } satisfies Manifest;
    writeFileSync(join(fresh, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
    mkdirSync(dirname(folder), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** @param first the split's first row in the file */
function writeSplit<S extends Split>(
  folder: string,
  split: S,
  images: Uint8Array,
  labels: Uint8Array,
  first: number,
) {
  const write = (file: string, bytes: Uint8Array): CheckedFile => {
    writeFileSync(join(folder, file), bytes);
    return { file, bytes: bytes.length, sha256: sha256(bytes) };
  };
  const count = counts[split];
  const shards = Array.from({ length: Math.ceil(count / SHARD_SIZE) }, (_, i) => {
    const start = i * SHARD_SIZE;
    const rows = Math.min(SHARD_SIZE, count - start);
    const from = (first + start) * PIXELS;
    const file = `${split}-${String(i).padStart(2, '0')}.bin`;
    return { ...write(file, images.subarray(from, from + rows * PIXELS)), start, count: rows };
  });
  return { count, labels: write(`${split}-labels.bin`, labels.subarray(first, first + count)), shards };
}

/** Whether the folder holds all that its manifest promises, byte for byte (55 MB: a fraction of a second). */
export function isComplete(folder: string): boolean {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return false;
  try {
    return filesOf(parseManifest(JSON.parse(readFileSync(manifest, 'utf8')))).every(
      ({ file, bytes, ...sums }) => {
        const path = join(folder, file);
        return statSync(path).size === bytes && sha256(readFileSync(path)) === sums.sha256;
      },
    );
  } catch {
    // Whatever is wrong with it, it has to be made again.
    return false;
  }
}
