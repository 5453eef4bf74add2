import { expect, test } from 'vitest';
import { anotherRow, rowOf } from './testRow.ts';

test('stays within the 10,000 test images', () => {
  expect(['17', '-3', '10000', '4.9', '', 'x'].map(rowOf)).toEqual([17, 0, 9999, 4, 0, 0]);
});

test('another image comes past all of them', () => {
  const seen = new Set<number>();
  for (let row = 0; !seen.has(row); row = anotherRow(row)) seen.add(row);
  expect(seen.size).toBe(10_000);
});
