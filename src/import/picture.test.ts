import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { decodePicture, onGround } from './picture.ts';

describe('onGround', () => {
  const drawing = (ink: number) => [ink, ink, ink, 0, ink, ink, ink, 255];

  it('lays what is transparent on white, or on black where white would hide it', () => {
    expect([...onGround(2, 1, 4, drawing(0)).pixels]).toEqual([255, 255, 255, 0, 0, 0]);
    expect([...onGround(2, 1, 4, drawing(200)).pixels]).toEqual([255, 255, 255, 200, 200, 200]);
    expect([...onGround(2, 1, 4, drawing(255)).pixels]).toEqual([0, 0, 0, 255, 255, 255]);
    expect([...onGround(2, 1, 2, [255, 0, 255, 255]).pixels]).toEqual([0, 255]);
    expect([...onGround(1, 1, 4, [9, 9, 9, 0]).pixels]).toEqual([255, 255, 255]);
    expect([...onGround(1, 1, 3, [255, 255, 255]).pixels]).toEqual([255, 255, 255]);
  });
});

it('a PNG has one channel where its colours are all grey', async () => {
  const png = (data: Uint8Array | Uint16Array, channels: number) =>
    decodePicture(
      'png',
      encode({ width: 2, height: 1, data, channels, depth: data.BYTES_PER_ELEMENT === 2 ? 16 : 8 }),
    );
  const grey = { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(9, 200) };
  expect(await png(Uint8Array.of(9, 9, 9, 200, 200, 200), 3)).toEqual(grey);
  expect(await png(Uint8Array.of(9, 9, 9, 255, 200, 200, 200, 255), 4)).toEqual(grey);
  expect(
    await png(
      Uint16Array.of(9, 9, 9, 200, 200, 200).map((value) => 257 * value),
      3,
    ),
  ).toEqual(grey);
  expect((await png(Uint8Array.of(9, 9, 9, 200, 201, 200), 3)).channels).toBe(3);
});
