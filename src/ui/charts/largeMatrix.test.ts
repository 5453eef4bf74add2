import { expect, test } from 'vitest';
import { cellAt, scrollFor, sideOf } from './largeMatrix.ts';

const counts = Array.from({ length: 200 }, () => Array<number>(200).fill(0));

test('finds the cell under a pointer, wherever the box has scrolled to', () => {
  const matrix = { counts, margin: 100 };
  expect(cellAt(100, 119, { left: 0, top: 0 }, matrix)).toEqual({ label: 0, predicted: 0 });
  expect(cellAt(145, 121, { left: 400, top: 3000 }, matrix)).toEqual({ label: 151, predicted: 22 });
  expect(cellAt(99, 200, { left: 0, top: 0 }, matrix)).toBeUndefined();
  const small = { counts: counts.slice(0, 3), margin: 100 };
  expect(cellAt(110, 100 + 3 * 20, { left: 0, top: 0 }, small)).toBeUndefined();
});

test('scrolls to a row only where it is out of view, and then into the middle', () => {
  expect(scrollFor(3, 0, 400)).toBe(0);
  expect(scrollFor(100, 0, 400)).toBe(2000 - 190);
  expect(scrollFor(2, 1500, 400)).toBe(0);
  expect(sideOf(200, 100)).toBe(4100);
});
