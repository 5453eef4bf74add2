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

it('warns of a set in which nothing is bright', async () => {
  const warningsAt = async (value: number) => {
    const images = npy([2, 8, 8], new Uint8Array(128).fill(value));
    const labels = npy([2], Uint8Array.of(0, 1));
    const blob = new Blob([Uint8Array.from(zipSync({ 'images.npy': images, 'labels.npy': labels }))]);
    return (await survey([{ path: 'set.npz', blob }], {})).warnings.filter((text) => text.startsWith('Dark'));
  };
  expect(await warningsAt(63)).toEqual([
    'Dark: the brightest pixel seen is 63 of 255. If that is white, multiply all pixels by the same number so that it is 255, and drop the files again.',
  ]);
  expect(await warningsAt(200)).toEqual([]);
});
