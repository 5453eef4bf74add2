import { describe, expect, it } from 'vitest';
import { SYNTHETIC } from '../../../../spec/dataSets.ts';
import { blank, isBlank, stroke } from './stroke.ts';

const [SIDE] = SYNTHETIC.shape;
const BLANK = blank(SYNTHETIC.shape);

const at = (pixels: Uint8Array, x: number, y: number): number | undefined => pixels[y * SIDE + x];
const WHITE = { level: 255, radius: 1 };

describe('stroke', () => {
  it('paints the pixels that the pen covers, softer at its edge', () => {
    // From the middle of pixel 5 to that of pixel 8, in row 10: pixels one away are covered by half.
    const { pixels } = stroke(BLANK, { x: 5.5, y: 10.5 }, { x: 8.5, y: 10.5 }, WHITE);
    expect([4, 5, 6, 7, 8, 9].map((x) => at(pixels, x, 10))).toEqual([128, 255, 255, 255, 255, 128]);
    expect([8, 9, 11, 12].map((y) => at(pixels, 6, y))).toEqual([0, 128, 128, 0]);
    // A corner is √2 away: 1 + 0.5 − 1.4142 of it is covered.
    expect(at(pixels, 4, 9)).toBe(Math.round(255 * (1.5 - Math.SQRT2)));
    expect(pixels.filter((level) => level > 0)).toHaveLength(18);
  });

  it('leaves a point where it is put down', () => {
    const { pixels } = stroke(BLANK, { x: 0.5, y: 0.5 }, { x: 0.5, y: 0.5 }, WHITE);
    expect([at(pixels, 0, 0), at(pixels, 1, 0), at(pixels, 0, 1)]).toEqual([255, 128, 128]);
  });

  it('changes no picture that was there before', () => {
    stroke(BLANK, { x: 3, y: 3 }, { x: 9, y: 9 }, WHITE);
    expect(isBlank(BLANK)).toBe(true);
  });

  it('erases with black', () => {
    const line = stroke(BLANK, { x: 5.5, y: 10.5 }, { x: 8.5, y: 10.5 }, WHITE);
    const wiped = stroke(line, { x: 0, y: 10.5 }, { x: 28, y: 10.5 }, { level: 0, radius: 3 });
    expect(isBlank(line)).toBe(false);
    expect(isBlank(wiped)).toBe(true);
  });

  it('paints grey over white, but does not darken it with its soft edge', () => {
    const line = stroke(BLANK, { x: 5.5, y: 10.5 }, { x: 8.5, y: 10.5 }, WHITE);
    const { pixels } = stroke(line, { x: 6.5, y: 11.5 }, { x: 6.5, y: 11.5 }, { level: 100, radius: 1 });
    expect([at(pixels, 6, 11), at(pixels, 6, 10), at(pixels, 6, 12)]).toEqual([100, 255, 50]);
  });
});
