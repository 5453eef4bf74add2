import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { npy } from './npz.ts';
import { survey } from './survey.ts';

it('keeps small copies of the pictures that it shows, and says how large the pictures are', async () => {
  const arrays = {
    'images.npy': npy([2, 300, 100, 3], new Uint8Array(180_000).fill(200)),
    'labels.npy': npy([2], Uint8Array.of(0, 1)),
  };
  const found = await survey([{ path: 'large.npz', blob: new Blob([Uint8Array.from(zipSync(arrays))]) }], {});
  expect(found.sizes).toEqual([{ width: 100, height: 300, count: 2 }]);
  expect(found.colour).toBe(true);
  expect(found.classes.map(({ pictures }) => pictures)).toEqual(
    Array(2).fill([{ width: 21, height: 64, channels: 3, pixels: new Uint8Array(4032).fill(200) }]),
  );
});
