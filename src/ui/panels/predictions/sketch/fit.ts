/** Fits a picture into the square that the networks see: 28 × 28, light on black, as large as its aspect allows. */
import { PIXELS, SIDE } from '../../../../data/dataSet.ts';
import type { Box, Sketch } from '../../../../store/predictionsView.ts';
import { areaAverage } from './areaAverage.ts';
import { type GreyPicture, hasBrightBorder } from './greyscale.ts';

/** The whole square. */
export const WHOLE: Box = { left: 0, top: 0, width: SIDE, height: SIDE };

/** The largest box of this aspect in the middle of the square, in whole pixels. */
export function boxOf(width: number, height: number): Box {
  const scale = SIDE / Math.max(width, height);
  const inside = (length: number): number => Math.max(1, Math.round(length * scale));
  const size = { width: inside(width), height: inside(height) };
  return {
    left: Math.floor((SIDE - size.width) / 2),
    top: Math.floor((SIDE - size.height) / 2),
    ...size,
  };
}

/** Inverted if its border is bright; the margin is black either way. */
export function sketchOf(picture: GreyPicture): Sketch {
  const box = boxOf(picture.width, picture.height);
  const { levels } = areaAverage(picture, box.width, box.height);
  const pixels = new Uint8Array(PIXELS);
  levels.forEach((level, i) => {
    const [x, y] = [i % box.width, Math.floor(i / box.width)];
    pixels[(box.top + y) * SIDE + box.left + x] = Math.round(level);
  });
  const sketch = { pixels, box, inverted: false };
  return hasBrightBorder(picture) ? inverted(sketch) : sketch;
}

/** Dark and light change places in its box. */
export function inverted(sketch: Sketch): Sketch {
  const { box } = sketch;
  const pixels = sketch.pixels.slice();
  for (let y = box.top; y < box.top + box.height; y++) {
    for (let x = box.left; x < box.left + box.width; x++) {
      pixels[y * SIDE + x] = 255 - (pixels[y * SIDE + x] ?? 0);
    }
  }
  return { pixels, box, inverted: !sketch.inverted };
}
