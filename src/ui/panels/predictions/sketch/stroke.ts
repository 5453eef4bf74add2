/** A stroke of a round pen on the picture's own pixels, so that what is drawn is what the networks see. */
import { type ImageShape, imageBytes } from '../../../../spec/dataSpec.ts';
import type { Sketch } from '../../../../store/predictionsView.ts';
import { wholeOf } from './fit.ts';

/** A point of the picture, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Pen {
  /** Grey level that it leaves, 0 … 255; 0 erases. */
  readonly level: number;
  /** Half its width, in pixels. */
  readonly radius: number;
}

/** Nothing drawn yet. */
export const blank = (shape: ImageShape): Sketch => ({
  pixels: new Uint8Array(imageBytes({ shape })),
  shape,
  box: wholeOf(shape),
  inverted: false,
});

/** The picture so far, if it is one that networks on this shape can be asked about. */
export const sketchFor = (shape: ImageShape, sketch: Sketch | undefined): Sketch =>
  sketch && sketch.shape.join() === shape.join() ? sketch : blank(shape);

export const isBlank = ({ pixels }: Sketch): boolean => pixels.every((level) => level === 0);

/** Soft at its edge: a pixel takes as much of the pen's level as about the share of it that the pen covers. */
export function stroke(sketch: Sketch, from: Point, to: Point, { level, radius }: Pen): Sketch {
  const pixels = sketch.pixels.slice();
  const [height, width, channels] = sketch.shape;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const distance = distanceTo({ x: x + 0.5, y: y + 0.5 }, from, to);
      const covered = Math.max(0, Math.min(1, radius + 0.5 - distance));
      const start = (y * width + x) * channels;
      for (let at = start; at < start + channels; at++) {
        const before = pixels[at] ?? 0;
        const painted = Math.round(before + covered * (level - before));
        // The edges of strokes that follow each other overlap; a light pen must not darken the line that it goes on with.
        pixels[at] = covered < 1 && level > 0 ? Math.max(before, painted) : painted;
      }
    }
  }
  return { ...sketch, pixels };
}

/** From a point to the segment between two others. */
function distanceTo({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length2;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
}
