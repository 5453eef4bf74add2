/** The IDX format of MNIST: 0, 0, a value's type and the rank as bytes, sizes as big-endian uint32, the values. */

/** The file is not what it should be. The message names the file, what was expected and what was found. */
export class IdxError extends Error {
  override readonly name = 'IdxError';
}

/** Of a value, as NumPy has them: unsigned, signed, float, and how many bytes. */
type IdxType = 'u1' | 'i1' | 'i2' | 'i4' | 'f4' | 'f8';
const TYPES: Readonly<Record<number, IdxType>> = { 8: 'u1', 9: 'i1', 11: 'i2', 12: 'i4', 13: 'f4', 14: 'f8' };
const BYTES_MAGIC = 0x00000800;

interface IdxHeader {
  /** Undefined for a code that means nothing. */
  readonly type: IdxType | undefined;
  readonly shape: readonly number[];
  /** Where the values start. */
  readonly start: number;
}

/** @returns undefined where the file ends before them */
export function readIdxHeader(bytes: Uint8Array): IdxHeader | undefined {
  const [, , code = 0, rank = 0] = bytes;
  const start = 4 + 4 * rank;
  if (bytes.length < start) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    type: TYPES[code],
    shape: Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i)),
    start,
  };
}

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** @returns the file's images, [count, height · width], as a view @throws IdxError */
export function readIdxImages(
  file: string,
  bytes: Uint8Array,
  [count, height, width]: readonly [number, number, number],
): Uint8Array {
  const header = checkHeader(file, bytes, [count, height, width]);
  return bytes.subarray(header, header + count * height * width);
}

/** @returns the file's labels, 0 … classes − 1, as a view @throws IdxError */
export function readIdxLabels(file: string, bytes: Uint8Array, count: number, classes: number): Uint8Array {
  const header = checkHeader(file, bytes, [count]);
  const labels = bytes.subarray(header, header + count);
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new IdxError(`${file}: label ${wrong} is ${labels[wrong]}, expected 0 … ${classes - 1}`);
  return labels;
}

/** Of one byte a value, and no more values than the sizes say. @returns where they start */
function checkHeader(file: string, bytes: Uint8Array, sizes: readonly number[]): number {
  const start = 4 + 4 * sizes.length;
  if (bytes.length < start) {
    throw new IdxError(`${file}: expected a header of ${start} bytes, found ${bytes.length} bytes in all`);
  }
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const expected = BYTES_MAGIC + sizes.length;
  if (magic !== expected)
    throw new IdxError(`${file}: expected the magic number ${hex(expected)}, found ${hex(magic)}`);
  const { shape = [] } = readIdxHeader(bytes) ?? {};
  if (shape.some((size, i) => size !== sizes[i])) {
    throw new IdxError(`${file}: expected sizes ${sizes.join(' × ')}, found ${shape.join(' × ')}`);
  }
  const length = start + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== length) {
    throw new IdxError(`${file}: expected ${length} bytes, found ${bytes.length}`);
  }
  return start;
}
