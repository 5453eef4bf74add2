import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { zip } from './archive.ts';

it('holds text and bytes under their paths', () => {
  const weights = Uint8Array.from([0, 1, 254, 255]);
  const files = unzipSync(zip({ 'runs.csv': 'épochs', 'model/weights.bin': weights }));
  expect(Object.keys(files)).toEqual(['runs.csv', 'model/weights.bin']);
  expect(strFromU8(files['runs.csv'] ?? new Uint8Array())).toBe('épochs');
  expect(files['model/weights.bin']).toEqual(weights);
});

it('is the same for the same date', () => {
  const date = new Date(2026, 10, 24);
  expect(zip({ a: 'b' }, date)).toEqual(zip({ a: 'b' }, date));
});

it('is made whatever the clock says', () => {
  for (const year of [1970, 2110])
    expect(Object.keys(unzipSync(zip({ a: 'b' }, new Date(year, 5, 1))))).toEqual(['a']);
});
