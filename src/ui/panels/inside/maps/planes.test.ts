import { expect, test } from 'vitest';
import { filterPlanes, planeName, planesHeadline, planesOf, unitsHeadline } from './planes.ts';

/** [2, 2, 2], channels last: channel 0 holds 1 … 4, channel 1 only zeros. */
const values = Float32Array.of(1, 0, 2, 0, 3, 0, 4, 0);

test('takes channels apart', () => {
  const planes = planesOf(values, [2, 2, 2]);
  expect(planes.map((plane) => [...plane.values])).toEqual([
    [1, 2, 3, 4],
    [0, 0, 0, 0],
  ]);
  expect(planes[1]).toMatchObject({ channel: 1, height: 2, width: 2 });
});

test('takes filters apart, input channels side by side', () => {
  const kernel = Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40);
  expect(filterPlanes(kernel, [2, 2, 1, 2]).map((plane) => [...plane.values])).toEqual([
    [1, 2, 3, 4],
    [10, 20, 30, 40],
  ]);
  expect(filterPlanes(kernel, [1, 2, 2, 2])[0]).toMatchObject({ height: 1, width: 4 });
});

test('takes filters over red, green and blue apart in colour', () => {
  // [1, 2, 3, 2]: two pixels, three channels, two filters.
  const kernel = Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60);
  const planes = filterPlanes(kernel, [1, 2, 3, 2]);
  expect(planes).toMatchObject([
    { channel: 0, height: 1, width: 2, colour: true },
    { channel: 1, height: 1, width: 2, colour: true },
  ]);
  expect(planes.map(({ values }) => [...values])).toEqual([
    [1, 2, 3, 4, 5, 6],
    [10, 20, 30, 40, 50, 60],
  ]);
});

test('names planes with their range', () => {
  const [first] = planesOf(Float32Array.of(-0.25, 1.3125), [1, 2, 1]);
  expect(first && planeName(first, 'Channel')).toBe('Channel 0, from −0.25 to 1.31');
});

test('says which channels stay dark, and which is the strongest', () => {
  expect(planesHeadline(planesOf(values, [2, 2, 2]))).toBe(
    '1 of 2 channels stays dark: nothing but zeros; the strongest value, 4, is in channel 0.',
  );
  expect(planesHeadline(planesOf(Float32Array.of(1, -5), [1, 1, 2]))).toBe(
    'All 2 channels answer to this image; the strongest value, 5, is in channel 1.',
  );
  expect(planesHeadline(planesOf(new Float32Array(8), [2, 2, 2]))).toMatch(/^All 2 channels stay dark/);
});

test('counts units that are 0', () => {
  expect(unitsHeadline(Float32Array.of(0, 2.5, -1, 0))).toBe(
    '2 of 4 units are 0; the largest value, 2.5, is that of unit 1.',
  );
});
