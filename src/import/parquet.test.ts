import { readFile } from 'node:fs/promises';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { parquetSamples } from './parquet.ts';

const PNG = new Uint8Array(await readFile(new URL('fixtures/grey8.png', import.meta.url)));

interface Table {
  readonly label: string;
  readonly labels: readonly (number | null)[];
  readonly names?: readonly string[];
}

/** Labels of a table with a column of encoded images, and what was skipped. */
async function read({ label, labels, names }: Table) {
  const features = { image: { _type: 'Image' }, [label]: { _type: 'ClassLabel', names } };
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'image', data: labels.map(() => PNG), type: 'BYTE_ARRAY' },
      { name: label, data: [...labels], type: 'DOUBLE', nullable: true },
    ],
    kvMetadata: names ? [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }] : [],
  });
  const skipped: string[] = [];
  const notes = {
    skip: (path: string, reason: string) => void skipped.push(`${path}: ${reason}`),
    nameClasses: () => {},
    offer: () => {},
  };
  const found: string[] = [];
  const file = { path: 'x.parquet', kind: 'parquet', bytes: new Uint8Array(buffer) } as const;
  for await (const sample of parquetSamples(file, notes)) found.push(sample.label);
  return { found, skipped };
}

it('takes a column of bytes for images, and one called labels for their labels', async () => {
  expect(await read({ label: 'labels', labels: [0, -1, 3] })).toEqual({
    found: ['0', '-1', '3'],
    skipped: [],
  });
});

it('leaves out what has no label, which is −1 where Hugging Face names the classes', async () => {
  const names = ['cat', 'dog'];
  expect(await read({ label: 'label', labels: [1, null, -1, Number.NaN], names })).toEqual({
    found: ['dog'],
    skipped: [1, 2, 3].map((row) => `x.parquet, row ${row}: no label: give it one`),
  });
});
