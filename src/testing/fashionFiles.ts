/** Images as the published files of Fashion-MNIST hold them, for programs that read those. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Rows {
  /** [count, 28 · 28] */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

function writeIdx(path: string, axes: readonly number[], values: Uint8Array): void {
  const head = new Uint8Array(4 + 4 * axes.length);
  head.set([0, 0, 8, axes.length]);
  axes.forEach((length, i) => {
    new DataView(head.buffer).setUint32(4 + 4 * i, length);
  });
  writeFileSync(path, gzipSync(Buffer.concat([head, values])));
}

/** @param train of which the exported scripts take the last sixth for validation */
export function writeFashionFiles(folder: string, train: Rows, test: Rows): void {
  for (const [name, { images, labels }] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    writeIdx(join(folder, `${name}-images-idx3-ubyte.gz`), [labels.length, 28, 28], images);
    writeIdx(join(folder, `${name}-labels-idx1-ubyte.gz`), [labels.length], labels);
  }
}
