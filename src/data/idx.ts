/** The IDX format of MNIST and Fashion-MNIST: a big-endian magic number and sizes, then one byte a value. */

/** The file is not what it should be. The message names the file, what was expected and what was found. */
export class IdxError extends Error {
  override readonly name = 'IdxError';
}

const IMAGES_MAGIC = 0x00000803;
const LABELS_MAGIC = 0x00000801;

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** @returns the file's images, [count, height · width], as a view @throws IdxError */
export function readIdxImages(
  file: string,
  bytes: Uint8Array,
  [count, height, width]: readonly [number, number, number],
): Uint8Array {
  const header = readHeader(file, bytes, IMAGES_MAGIC, [count, height, width]);
  return bytes.subarray(header, header + count * height * width);
}

/** @returns the file's labels, 0 … classes − 1, as a view @throws IdxError */
export function readIdxLabels(file: string, bytes: Uint8Array, count: number, classes: number): Uint8Array {
  const header = readHeader(file, bytes, LABELS_MAGIC, [count]);
  const labels = bytes.subarray(header, header + count);
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new IdxError(`${file}: label ${wrong} is ${labels[wrong]}, expected 0 … ${classes - 1}`);
  return labels;
}

/** @returns where the values start */
function readHeader(file: string, bytes: Uint8Array, magic: number, sizes: readonly number[]): number {
  const header = 4 + 4 * sizes.length;
  if (bytes.length < header) {
    throw new IdxError(`${file}: expected a header of ${header} bytes, found ${bytes.length} bytes in all`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = view.getUint32(0);
  if (found !== magic)
    throw new IdxError(`${file}: expected the magic number ${hex(magic)}, found ${hex(found)}`);
  const foundSizes = sizes.map((_, i) => view.getUint32(4 + 4 * i));
  if (foundSizes.some((size, i) => size !== sizes[i])) {
    throw new IdxError(`${file}: expected sizes ${sizes.join(' × ')}, found ${foundSizes.join(' × ')}`);
  }
  const length = header + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== length) {
    throw new IdxError(`${file}: expected ${length} bytes, found ${bytes.length}`);
  }
  return header;
}
