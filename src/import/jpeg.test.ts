import * as jpegJs from 'jpeg-js';
import { expect, it, vi } from 'vitest';
import { decodePicture } from './picture.ts';

vi.mock('jpeg-js', { spy: true });

/** 8 × 8 pixels of one colour as brightness and colour: 81, 99 and 213. */
const { data } = jpegJs.encode(
  { width: 8, height: 8, data: Uint8Array.from({ length: 256 }, (_, i) => [200, 30, 30, 255][i % 4] ?? 0) },
  100,
);
const JFIF_BYTES = 18;
const colourOf = async (jpeg: Uint8Array): Promise<number[]> => [
  ...(await decodePicture('jpeg', jpeg)).pixels.subarray(0, 3),
];

it.each([
  ['as JFIF', data.subarray(2, 2 + JFIF_BYTES), [200, 30, 30]],
  [
    'with Adobe’s mark of brightness and colour',
    [0xff, 0xee, 0, 14, ...Buffer.from('Adobe\0d\0\0\0\0\x01')],
    [200, 30, 30],
  ],
  [
    'with Adobe’s mark of red, green and blue',
    [0xff, 0xee, 0, 14, ...Buffer.from('Adobe\0d\0\0\0\0\0')],
    [81, 99, 213],
  ],
])('a JPEG %s has its colours', async (_, head, wanted) => {
  const jpeg = Uint8Array.of(0xff, 0xd8, ...head, ...data.subarray(2 + JFIF_BYTES));
  const colour = await colourOf(jpeg);
  for (const [i, value] of wanted.entries()) expect(Math.abs((colour[i] ?? 0) - value)).toBeLessThan(3);
});

it('a JPEG of 50 million pixels has the memory that it needs', async () => {
  await colourOf(data);
  // Coefficients of 4 bytes, and three copies of its bytes on the way to the picture.
  const needed = 50e6 * 3 * (4 + 3);
  expect(vi.mocked(jpegJs.decode).mock.lastCall?.[1]?.maxMemoryUsageInMB).toBeGreaterThan(needed / 2 ** 20);
});
