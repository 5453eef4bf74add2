import { expect, it } from 'vitest';
import { Arrays } from './arrays.ts';
import { npy } from './npz.ts';
import type { Notes } from './sample.ts';

/** An array of little-endian numbers, its type as 'u1' or 'f4'. */
function array(type: string, shape: readonly number[], values: ArrayBufferView): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = values;
  const file = npy(shape, new Uint8Array(buffer, byteOffset, byteLength));
  const at = file.indexOf('|'.charCodeAt(0));
  file.set(new TextEncoder().encode(`<${type}`), at);
  return Uint8Array.from(file);
}

/** Labels and first pixels by split, and what was skipped. */
async function read(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>) {
  const skipped: string[] = [];
  const notes: Notes = {
    skip: (path, reason) => void skipped.push(`${path}: ${reason}`),
    nameClasses: () => {},
    offer: () => {},
  };
  const arrays = new Arrays({}, notes);
  for (const [path, bytes] of Object.entries(files)) arrays.add({ path, kind: 'npy', bytes });
  const found: Record<string, unknown[]> = {};
  for (const { split = 'none', label, picture } of arrays.samples()) {
    found[split] ??= [];
    found[split]?.push([label, (await picture()).pixels[0]]);
  }
  return { found, skipped };
}

const labels = array('u1', [2], Uint8Array.of(0, 1));
const images = (type: string, values: Uint16Array | Float32Array): Uint8Array<ArrayBuffer> => {
  const all = values.constructor === Uint16Array ? new Uint16Array(32) : new Float32Array(32);
  for (const [i, value] of values.entries()) all.fill(value, 16 * i, 16 * (i + 1));
  return array(type, [2, 4, 4], all);
};

it('reads training and test images on one scale', async () => {
  const { found } = await read({
    'x_train.npy': images('u2', Uint16Array.of(200, 300)),
    'y_train.npy': labels,
    'x_test.npy': images('u2', Uint16Array.of(100, 200)),
    'y_test.npy': labels,
  });
  expect(found).toEqual({
    train: [
      ['0', 50],
      ['1', 75],
    ],
    test: [
      ['0', 25],
      ['1', 50],
    ],
  });
});

it('leaves out images whose numbers are no pixels', async () => {
  const { found, skipped } = await read({
    'x_train.npy': images('f4', Float32Array.of(0, 1)),
    'y_train.npy': labels,
    'x_test.npy': images('f4', Float32Array.of(-3, 3)),
    'y_test.npy': labels,
  });
  expect(Object.keys(found)).toEqual(['train']);
  expect(skipped.join()).toContain('x_test.npy: pixels from -3 to 3');
});

it.each([3, 25])('takes the place of the 1 for the label in labels of %i columns', async (columns) => {
  const places = [2, 0, 1];
  const rows = new Float32Array(3 * columns);
  for (const [row, place] of places.entries()) rows[row * columns + place] = 1;
  const pictures = { 'x.npy': array('u1', [3, 4, 4], new Uint8Array(48).fill(255)) };
  const { found } = await read({ ...pictures, 'y.npy': array('f4', [3, columns], rows) });
  expect(found).toEqual({ none: places.map((place) => [String(place), 255]) });
});

it('refuses several labels an image', async () => {
  const labels = array('u1', [2, 3], Uint8Array.of(1, 0, 1, 0, 1, 0));
  await expect(read({ 'y.npy': labels })).rejects.toThrow('3 labels an image');
});
