import { describe, expect, it } from 'vitest';
import { SYNTHETIC } from '../../../../spec/dataSets.ts';
import { areaAverage, boxOf, inverted, sketchOf } from './fit.ts';
import { colourPlanes, type GreyPicture, greyscale, hasBrightBorder } from './greyscale.ts';
import { isBuiltIn, isLightOnDark } from './lightOnDark.ts';

const { shape } = SYNTHETIC;
const [SIDE] = shape;

const grey = (width: number, height: number, levels: readonly number[]): GreyPicture => ({
  width,
  height,
  levels: Float32Array.from(levels),
});

/** Every pixel as the function says. */
const drawn = (width: number, height: number, level: (x: number, y: number) => number): GreyPicture =>
  grey(
    width,
    height,
    Array.from({ length: width * height }, (_, i) => level(i % width, Math.floor(i / width))),
  );

describe('greyscale', () => {
  it('weighs the primaries as BT.709 does', () => {
    const { levels } = greyscale([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 10, 20, 30, 255], 4, 1);
    // 0.2126 · 255, 0.7152 · 255, 0.0722 · 255, and 2.126 + 14.304 + 2.166.
    [54.213, 182.376, 18.411, 18.596].forEach((level, i) => {
      expect(levels[i]).toBeCloseTo(level, 3);
    });
  });

  it('lays what is transparent on white, and what is bright on black', () => {
    const { levels } = greyscale([0, 0, 0, 0, 0, 0, 0, 51], 2, 1);
    expect(Array.from(levels)).toEqual([255, 204]);
    expect(Array.from(greyscale([255, 255, 255, 0, 255, 255, 255, 51], 2, 1).levels)).toEqual([0, 51]);
  });

  it.each([0, 255])('shows a drawing of %i on nothing bright on dark, as Fashion-MNIST is', (ink) => {
    const rgba = Array.from({ length: 28 * 28 }, (_, i) => [ink, ink, ink, i === 400 ? 255 : 0]).flat();
    for (const planes of [[greyscale(rgba, 28, 28)], colourPlanes(rgba, 28, 28).slice(0, 1)] as const) {
      const { pixels } = sketchOf(planes as [GreyPicture], shape, true);
      expect([pixels[400], pixels.reduce((sum, level) => sum + level, 0)]).toEqual([255, 255]);
    }
  });
});

describe('hasBrightBorder', () => {
  it('looks at the outermost pixels alone', () => {
    const dark = drawn(4, 3, (x, y) => (y === 1 && (x === 1 || x === 2) ? 255 : 127));
    expect(hasBrightBorder(dark)).toBe(false);
    expect(hasBrightBorder(drawn(4, 3, (x, y) => (y === 1 && (x === 1 || x === 2) ? 0 : 128)))).toBe(true);
  });

  it('takes the average: ten border pixels, of which five are white', () => {
    const border = drawn(4, 3, (x, y) => (y === 0 || (x === 0 && y === 1) ? 255 : 0));
    expect(hasBrightBorder(border)).toBe(false);
    expect(hasBrightBorder(drawn(4, 3, (x, y) => (y === 0 || (y === 1 && x !== 1) ? 255 : 0)))).toBe(true);
  });
});

describe('isLightOnDark', () => {
  const picture = (border: number, middle: number) => ({
    shape: [3, 3, 1] as const,
    pixels: Uint8Array.from({ length: 9 }, (_, i) => (i === 4 ? middle : border)),
  });

  it('looks at the borders of all images, and takes photographs for neither', () => {
    expect(isLightOnDark([picture(0, 255), picture(100, 0)])).toBe(true);
    expect(isLightOnDark([picture(255, 0), picture(0, 255)])).toBe(false);
    expect(isLightOnDark([picture(100, 0)])).toBe(false);
    expect(isLightOnDark([])).toBe(false);
  });

  it('knows the sets that come with the page, though a run has a copy', () => {
    expect(isBuiltIn(structuredClone(SYNTHETIC))).toBe(true);
    expect(isBuiltIn({ ...SYNTHETIC, sha256: '' })).toBe(false);
  });
});

describe('areaAverage', () => {
  it('averages whole pixels', () => {
    const half = areaAverage(grey(4, 2, [0, 2, 10, 20, 4, 6, 30, 40]), 2, 1);
    expect(half).toEqual(grey(2, 1, [3, 25]));
  });

  it('counts pixels that are covered in part in part', () => {
    // Three pixels on two: the first new one covers the first old one and half of the second.
    const { levels } = areaAverage(grey(3, 1, [0, 30, 90]), 2, 1);
    expect(levels[0]).toBeCloseTo(10, 5);
    expect(levels[1]).toBeCloseTo(70, 5);
  });

  it('enlarges too, and keeps the mean', () => {
    expect(Array.from(areaAverage(grey(2, 1, [10, 20]), 4, 1).levels)).toEqual([10, 10, 20, 20]);
    const { levels } = areaAverage(grey(2, 1, [0, 90]), 3, 1);
    [0, 45, 90].forEach((level, i) => {
      expect(levels[i]).toBeCloseTo(level, 4);
    });
  });
});

describe('sketchOf', () => {
  it('keeps the aspect and centres', () => {
    expect(boxOf(100, 200, shape)).toEqual({ left: 7, top: 0, width: 14, height: 28 });
    expect(boxOf(28, 28, shape)).toEqual({ left: 0, top: 0, width: 28, height: 28 });
    expect(boxOf(1000, 3, shape)).toEqual({ left: 0, top: 13, width: 28, height: 1 });
  });

  it('leaves light on dark as it is, with a black margin', () => {
    const { pixels, inverted: turned } = sketchOf([drawn(56, 28, (x) => (x < 28 ? 10 : 50))], shape, true);
    expect(turned).toBe(false);
    const at = (x: number, y: number): number | undefined => pixels[y * SIDE + x];
    expect([at(0, 6), at(0, 7), at(13, 7), at(14, 7), at(27, 20), at(27, 21)]).toEqual([
      0, 10, 10, 50, 50, 0,
    ]);
  });

  it('turns dark on light round, but not the margin', () => {
    const white = drawn(28, 14, (x, y) => (x === 3 && y === 3 ? 55 : 255));
    const { pixels, inverted: turned, box } = sketchOf([white], shape, true);
    expect(turned).toBe(true);
    expect(box).toEqual({ left: 0, top: 7, width: 28, height: 14 });
    expect(pixels[10 * SIDE + 3]).toBe(200);
    expect(pixels.reduce((sum, level) => sum + level, 0)).toBe(200);
  });

  it('leaves dark on light as it is where the set is that, too', () => {
    const white = drawn(28, 28, (x, y) => (x === 3 && y === 3 ? 55 : 255));
    const { pixels, inverted: turned } = sketchOf([white], shape, false);
    expect([turned, pixels[0], pixels[3 * SIDE + 3]]).toEqual([false, 255, 55]);
  });

  it('goes on with its edges beside it in a set that is not light on dark, as brought images do', () => {
    const sketch = sketchOf([drawn(28, 14, (x) => 100 + x)], shape, false);
    const row = (y: number) => [...sketch.pixels.slice(y * SIDE, (y + 1) * SIDE)];
    for (const y of [0, 6, 13, 27]) expect(row(y)).toEqual(row(14));
    expect(inverted(sketch).pixels[0]).toBe(155);
  });

  it('is inverted in its box alone, and back again', () => {
    const sketch = sketchOf([drawn(28, 14, (x, y) => (x === 3 && y === 3 ? 55 : 255))], shape, true);
    const once = inverted(sketch);
    expect(once.inverted).toBe(false);
    expect([once.pixels[6 * SIDE], once.pixels[7 * SIDE], once.pixels[10 * SIDE + 3]]).toEqual([0, 255, 55]);
    expect(inverted(once)).toEqual(sketch);
  });
});
