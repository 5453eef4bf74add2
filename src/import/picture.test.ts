import { describe, expect, it } from 'vitest';
import { onGround } from './picture.ts';

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
