/** Images as the published files of Fashion-MNIST hold them, for programs that read those. */

export interface Rows {
  /** [count, 28 · 28] */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

function idx(axes: readonly number[], values: Uint8Array): Uint8Array {
  const start = 4 + 4 * axes.length;
  const bytes = new Uint8Array(start + values.length);
  bytes.set([0, 0, 8, axes.length]);
  axes.forEach((length, i) => {
    new DataView(bytes.buffer).setUint32(4 + 4 * i, length);
  });
  bytes.set(values, start);
  return bytes;
}

/** Names and contents, which are gzipped there. @param train of which the exported scripts take the last sixth for validation */
export const fashionFiles = (train: Rows, test: Rows): [name: string, content: Uint8Array][] =>
  [
    { name: 'train', rows: train },
    { name: 't10k', rows: test },
  ].flatMap(({ name, rows: { images, labels } }): [string, Uint8Array][] => [
    [`${name}-images-idx3-ubyte.gz`, idx([labels.length, 28, 28], images)],
    [`${name}-labels-idx1-ubyte.gz`, idx([labels.length], labels)],
  ]);
