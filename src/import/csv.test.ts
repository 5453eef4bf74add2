import { describe, expect, it } from 'vitest';
import { csvSamples } from './csv.ts';
import type { Notes, Reading } from './sample.ts';

const NOTES: Notes = { skip: () => {}, nameClasses: () => {}, offer: () => {} };

/** Label and pixels of each image in a table. */
async function read(lines: readonly (readonly unknown[])[], reading: Reading = {}) {
  const bytes = new TextEncoder().encode(lines.map((line) => line.join()).join('\n'));
  const file = { path: 'table.csv', kind: 'text', bytes } as const;
  const samples = [...csvSamples(file, reading, NOTES)];
  return Promise.all(
    samples.map(async ({ label, picture }) => [label, [...(await picture()).pixels]] as const),
  );
}

const NUMBERS = Array.from({ length: 16 }, (_, i) => i);
const image = (value: number): number[] => Array(16).fill(value);
const ROWS = [0, 1, 0, 1].map((label, i) => ({ label, pixels: image(200 + i) }));
const WANTED = ROWS.map(({ label, pixels }) => [String(label), pixels]);

describe('a header', () => {
  it('may number its columns, with the label first or last, as pandas does', async () => {
    const first = ROWS.map(({ label, pixels }) => [label, ...pixels]);
    const last = ROWS.map(({ label, pixels }) => [...pixels, label]);
    expect(await read([['label', ...NUMBERS], ...first])).toEqual(WANTED);
    expect(await read([[...NUMBERS, 'label'], ...last])).toEqual(WANTED);
  });

  it('is none where the label is a class', async () => {
    const rows = ROWS.map(({ label, pixels }) => ['yn'[label], ...pixels]);
    expect((await read(rows)).map(([label]) => label)).toEqual(['y', 'n', 'y', 'n']);
  });
});

describe('a table', () => {
  const rows = (count: number, pixel: (row: number, column: number) => unknown) =>
    Array.from({ length: count }, (_, row) => [
      row % 2,
      ...Array.from({ length: 16 }, (_, column) => pixel(row, column)),
    ]);
  const pixel = (row: number, column: number): number => (row + column) % 256;

  it('has its rows in their order, however many they are, with the label on either side', async () => {
    const wanted = rows(2500, pixel).map(([label, ...pixels]) => [String(label), pixels]);
    expect(await read(rows(2500, pixel))).toEqual(wanted);
    expect(await read(rows(2500, pixel).map(([label, ...pixels]) => [...pixels, label]))).toEqual(wanted);
  });

  it('is of fractions where one is, though it stands far down', async () => {
    const found = await read(
      rows(2500, (row, column) => (row === 2400 && column === 3 ? 0.5 : pixel(row, column) % 2)),
    );
    expect(found[1]?.[1]).toEqual(Array.from({ length: 16 }, (_, column) => 255 * ((1 + column) % 2)));
    expect(found[2400]?.[1][3]).toBe(128);
  });

  it('is of fractions, too, where what stands before one is no byte either', async () => {
    const signed = (row: number, column: number): number =>
      row === 1 && column === 0 ? -1 : row === 2 && column === 3 ? 1.0001 : (row + column) % 2;
    const found = await read(rows(4, signed));
    expect([found[1]?.[1][0], found[0]?.[1][0], found[0]?.[1][1]]).toEqual([0, 128, 255]);
  });

  it.each([
    ['row 3 has 5 columns, the first has 17', [...rows(2, pixel), [0, 1, 2, 3, 4]]],
    ["row 2, column 4 is 'x', not a number", rows(3, (row, column) => (row > 0 && column === 2 ? 'x' : 9))],
    ["row 2, column 17 is '', not a number", rows(3, (row, column) => (row === 1 && column === 15 ? '' : 9))],
    ['18 pixels a row are no square image', rows(2, pixel).map((row) => [...row, 1, 2])],
    ['a table without pixels', rows(2, pixel).map((row) => row.slice(1))],
  ])('is refused where %s', async (why, lines) => {
    await expect(read(lines)).rejects.toThrow(why);
  });
});
