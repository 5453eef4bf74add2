import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { unzip, zip } from './archive.ts';

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

it('gives back what it holds under a name', () => {
  const bytes = zip({ 'a/runs.json': '{}', 'report.html': '<p>' });
  expect([...unzip(bytes, 'runs.json')].map(([path, content]) => [path, strFromU8(content)])).toEqual([
    ['a/runs.json', '{}'],
  ]);
  expect(() => unzip(Uint8Array.from([80, 75, 1, 2, 3]), 'runs.json')).toThrow();
});
