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
