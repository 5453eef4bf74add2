/** Fits a picture into what the networks see: pixels and channels of a shape, as large as its aspect allows. */
import { type ImageShape, imageBytes, isGrey } from '../../../../spec/dataSpec.ts';
import type { Box, Sketch } from '../../../../store/predictionsView.ts';
import { type GreyPicture, hasBrightBorder } from './greyscale.ts';

/** All of the picture. */
export const wholeOf = ([height, width]: ImageShape): Box => ({ left: 0, top: 0, width, height });

/** The largest box of this aspect in the middle of the shape, in whole pixels. */
export function boxOf(width: number, height: number, [rows, columns]: ImageShape): Box {
  const scale = Math.min(columns / width, rows / height);
  const inside = (length: number): number => Math.max(1, Math.round(length * scale));
  const size = { width: inside(width), height: inside(height) };
  return {
    left: Math.floor((columns - size.width) / 2),
    top: Math.floor((rows - size.height) / 2),
    ...size,
  };
}

/**
 * @param planes one a channel
 * @param lightOnDark whether the set's images are: a grey picture is then inverted if its border is bright, as photographs
 * of things on white are, and the margin is black; else the picture's edges go on in it, as in images that are brought
 */
export function sketchOf(
  planes: readonly [GreyPicture, ...GreyPicture[]],
  shape: ImageShape,
  lightOnDark: boolean,
): Sketch {
  const [first] = planes;
  const [, columns, channels] = shape;
  const box = boxOf(first.width, first.height, shape);
  const pixels = new Uint8Array(imageBytes({ shape }));
  planes.forEach((plane, channel) => {
    areaAverage(plane, box.width, box.height).levels.forEach((level, i) => {
      const [x, y] = [i % box.width, Math.floor(i / box.width)];
      pixels[((box.top + y) * columns + box.left + x) * channels + channel] = Math.round(level);
    });
  });
  if (!lightOnDark) extendEdges(pixels, box, shape);
  const sketch = { pixels, shape, box: lightOnDark ? box : wholeOf(shape), inverted: false };
  return isGrey({ shape }) && lightOnDark && hasBrightBorder(first) ? inverted(sketch) : sketch;
}

/** Gives every pixel beside the box the colour of the nearest in it. */
function extendEdges(
  pixels: Uint8Array,
  { left, top, width, height }: Box,
  [rows, columns, channels]: ImageShape,
) {
  const within = (at: number, start: number, length: number): number =>
    Math.min(Math.max(at, start), start + length - 1);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const from = (within(y, top, height) * columns + within(x, left, width)) * channels;
      pixels.copyWithin((y * columns + x) * channels, from, from + channels);
    }
}

/** Dark and light change places in its box. */
export function inverted(sketch: Sketch): Sketch {
  const { box, shape } = sketch;
  const [, columns, channels] = shape;
  const pixels = sketch.pixels.slice();
  for (let y = box.top; y < box.top + box.height; y++) {
    const start = (y * columns + box.left) * channels;
    for (let at = start; at < start + box.width * channels; at++) pixels[at] = 255 - (pixels[at] ?? 0);
  }
  return { pixels, shape, box, inverted: !sketch.inverted };
}

/** How much of which old pixel a new one covers, along one axis; the shares sum to 1. */
interface Share {
  readonly at: number;
  readonly share: number;
}

/**
 * Another size for a picture, exact for any pair of sizes, larger or smaller: pixels that are covered in part count in part.
 */
export function areaAverage(picture: GreyPicture, width: number, height: number): GreyPicture {
  const columns = sharesOf(picture.width, width);
  const rows = sharesOf(picture.height, height);
  // Along x first: [picture.height, width].
  const narrow = new Float32Array(picture.height * width);
  for (let y = 0; y < picture.height; y++) {
    columns.forEach((shares, x) => {
      narrow[y * width + x] = total(shares, (at) => picture.levels[y * picture.width + at] ?? 0);
    });
  }
  const levels = new Float32Array(height * width);
  rows.forEach((shares, y) => {
    for (let x = 0; x < width; x++) {
      levels[y * width + x] = total(shares, (at) => narrow[at * width + x] ?? 0);
    }
  });
  return { width, height, levels };
}

const total = (shares: readonly Share[], valueAt: (at: number) => number): number =>
  shares.reduce((sum, { at, share }) => sum + share * valueAt(at), 0);

/** For each of `to` new pixels, the old ones of `from` that it covers. */
function sharesOf(from: number, to: number): readonly (readonly Share[])[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * scale, (i + 1) * scale];
    const shares: Share[] = [];
    for (let at = Math.floor(start); at < Math.min(from, Math.ceil(end)); at++) {
      const covered = Math.min(at + 1, end) - Math.max(at, start);
      if (covered > 0) shares.push({ at, share: covered / scale });
    }
    return shares;
  });
}
