import { expect, test } from 'vitest';
import { anotherRow, rowOf } from './ImageChoice.tsx';

test('stays within the 10,000 test images', () => {
  expect(['17', '-3', '10000', '4.9', '', 'x'].map((text) => rowOf(text, 10_000))).toEqual([
    17, 0, 9999, 4, 0, 0,
  ]);
});

test('another image comes past all of them', () => {
  const seen = new Set<number>();
  for (let row = 0; !seen.has(row); row = anotherRow(row, 10_000)) seen.add(row);
  expect(seen.size).toBe(10_000);
});
