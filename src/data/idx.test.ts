import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdxError, readIdxHeader, readIdxImages, readIdxLabels } from './idx.ts';

function idx(magic: number, sizes: readonly number[], values: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length + values.length);
  const view = new DataView(bytes.buffer);
  [magic, ...sizes].forEach((word, i) => {
    view.setUint32(4 * i, word);
  });
  bytes.set(values, 4 + 4 * sizes.length);
  return bytes;
}
const pixels = Uint8Array.from({ length: 2 * 784 }, (_, i) => i % 251);
const images = idx(0x803, [2, 28, 28], pixels);

describe('IDX', () => {
  test('gives back the values', () => {
    expect(readIdxImages('images', images, [2, 28, 28])).toEqual(pixels);
    expect(readIdxLabels('labels', idx(0x801, [3], Uint8Array.of(9, 0, 4)), 3, 10)).toEqual(
      Uint8Array.of(9, 0, 4),
    );
  });

  test('has a header for any values', () => {
    const header = (magic: number, ...sizes: number[]) => readIdxHeader(idx(magic, sizes, new Uint8Array(0)));
    expect(header(0xc02, 70_000, 8)).toEqual({ type: 'i4', shape: [70_000, 8], start: 12 });
    expect(header(0xd01, 5)).toEqual({ type: 'f4', shape: [5], start: 8 });
    expect(header(0xa01, 5)).toEqual({ type: undefined, shape: [5], start: 8 });
    expect(header(0x803, 5)).toBeUndefined();
  });

  test.each([
    ['an empty file', new Uint8Array(0), 'f: expected a header of 16 bytes, found 0 bytes in all'],
    ['labels', idx(0x801, [2, 28, 28], pixels), 'f: expected the magic number 0x00000803, found 0x00000801'],
    ['another size', idx(0x803, [2, 28, 27], pixels), 'f: expected sizes 2 × 28 × 28, found 2 × 28 × 27'],
    ['the wrong count', idx(0x803, [3, 28, 28], pixels), 'f: expected sizes 2 × 28 × 28, found 3 × 28 × 28'],
    ['a truncated file', images.subarray(0, 1000), 'f: expected 1584 bytes, found 1000'],
    ['a longer file', new Uint8Array([...images, 0]), 'f: expected 1584 bytes, found 1585'],
  ])('names the file and what is wrong with %s', (_, bytes, message) => {
    expect(() => readIdxImages('f', bytes, [2, 28, 28])).toThrow(new IdxError(message));
  });

  test('refuses a label above 9', () => {
    expect(() => readIdxLabels('f', idx(0x801, [2], Uint8Array.of(1, 10)), 2, 10)).toThrow(
      'f: label 1 is 10',
    );
  });

  test('throws nothing else, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(() => readIdxImages('f', bytes, [2, 28, 28])).toThrow(IdxError);
      }),
    );
  });
});
