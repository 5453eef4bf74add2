import { expect, it } from 'vitest';
import { decodePicture } from './picture.ts';

/** Blue, then red from its first row on, with headers as Windows 3 has them. */
function bmp(changes: { readonly height?: number; readonly depth?: number; readonly compression?: number }) {
  const { height = 2, depth = 24, compression = 0 } = changes;
  const bytes = new Uint8Array(54 + 8);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  for (const [at, value] of Object.entries({ 10: 54, 14: 40, 18: 1, 22: height, 30: compression }))
    view.setInt32(Number(at), value, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, depth, true);
  bytes.set([255, 0, 0, 0, 0, 0, 255, 0], 54);
  return decodePicture('bmp', bytes);
}

it('a BMP stands upright, whichever of its rows comes first', async () => {
  const blue = [0, 0, 255];
  const red = [255, 0, 0];
  expect(await bmp({})).toEqual({ width: 1, height: 2, channels: 3, pixels: Uint8Array.of(...red, ...blue) });
  expect((await bmp({ height: -2 })).pixels).toEqual(Uint8Array.of(...blue, ...red));
});

it('a BMP that would be misread is refused', async () => {
  await expect(bmp({ compression: 1 })).rejects.toThrow('a compressed BMP: save it as PNG');
  await expect(bmp({ compression: 3 })).rejects.toThrow('a BMP with masks for its colours: save it as PNG');
  await expect(bmp({ depth: 16 })).rejects.toThrow('a BMP of 16 bits a pixel: save it as PNG');
});
