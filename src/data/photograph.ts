/**
 * One synthetic image: a garment drawn at some place, size, angle and brightness, patterned, partly hidden and
 * noisy. The variation is what makes the classes inseparable for a linear model; its amounts were calibrated
 * with synthetic.test.ts and a small convolutional network.
 */
import { type Key, threefry2x32 } from '../random/threefry.ts';
import { PIXELS, SIDE } from './dataSet.ts';
import { type Draw, drawFrom } from './draw.ts';
import type { Garment } from './garments.ts';
import { fillPolygon, type Polygon } from './polygon.ts';

const coverage = new Float32Array(PIXELS);
const canvas = new Float32Array(PIXELS);

/** Writes the image, [28 · 28] bytes. @param key the image's own stream */
export function photograph(garment: Garment, key: Key, image: Uint8Array): void {
  const draw = drawFrom(key);
  const place = placement(draw);
  const pattern = patternOf(draw);
  const brightness = draw.between(90, 235);
  canvas.fill(0);
  for (const { outline, shade } of garment(draw)) paint(place(outline), brightness * shade, pattern);
  if (draw.chance(0.5)) hide(draw);
  develop(key, draw.between(2, 28), image);
}

/** From the garment's coordinates to pixels. */
function placement(draw: Draw): (outline: Polygon) => Polygon {
  const flip = draw.chance(0.5) ? -1 : 1;
  const size = draw.between(8.5, 12.5);
  const sx = flip * size * draw.between(0.82, 1.1);
  const sy = size * draw.between(0.9, 1.1);
  const angle = draw.between(-0.3, 0.3);
  const shear = draw.between(-0.2, 0.2);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const centreX = SIDE / 2 + draw.between(-3, 3);
  const centreY = SIDE / 2 + draw.between(-3, 3);
  return (outline) => {
    const pixels: number[] = [];
    for (let i = 0; i < outline.length; i += 2) {
      const x = sx * (outline[i] as number) + shear * sy * (outline[i + 1] as number);
      const y = sy * (outline[i + 1] as number);
      pixels.push(centreX + cos * x - sin * y, centreY + sin * x + cos * y);
    }
    return pixels;
  };
}

/** Brightness by place: a slope of light, and on some garments stripes. */
type Pattern = (x: number, y: number) => number;

function patternOf(draw: Draw): Pattern {
  const lightX = draw.between(-0.015, 0.015);
  const lightY = draw.between(-0.015, 0.015);
  const light: Pattern = (x, y) => 1 + lightX * (x - SIDE / 2) + lightY * (y - SIDE / 2);
  if (!draw.chance(0.4)) return light;
  const angle = draw.between(0, Math.PI);
  const frequency = draw.between(0.6, 2);
  const depth = draw.between(0.1, 0.45);
  const kx = Math.cos(angle) * frequency;
  const ky = Math.sin(angle) * frequency;
  return (x, y) => light(x, y) * (1 - depth * (0.5 + 0.5 * Math.sin(kx * x + ky * y)));
}

function paint(outline: Polygon, brightness: number, pattern: Pattern): void {
  fillPolygon(outline, coverage);
  for (let p = 0; p < PIXELS; p++) {
    const share = coverage[p] as number;
    if (share === 0) continue;
    const x = p % SIDE;
    const colour = brightness * pattern(x, (p - x) / SIDE);
    canvas[p] = (canvas[p] as number) * (1 - share) + colour * share;
  }
}

/** Something in front of the garment: a patch of any brightness. */
function hide(draw: Draw): void {
  const width = draw.between(3, 11);
  const height = draw.between(3, 11);
  const left = draw.between(0, SIDE - width);
  const top = draw.between(0, SIDE - height);
  const right = left + width;
  const bottom = top + height;
  const brightness = draw.chance(0.5) ? 0 : draw.between(0, 255);
  fillPolygon([left, top, right, top, right, bottom, left, bottom], coverage);
  for (let p = 0; p < PIXELS; p++) {
    const share = coverage[p] as number;
    canvas[p] = (canvas[p] as number) * (1 - share) + brightness * share;
  }
}

/** To bytes, with triangular noise of this amplitude. Its numbers are the stream's second counter. */
function develop(key: Key, amplitude: number, image: Uint8Array): void {
  const block = new Uint32Array(2);
  for (let p = 0; p < PIXELS; p += 4) {
    threefry2x32(key, p, 1, block);
    for (let i = 0; i < 4; i++) {
      const bits = (block[i >>> 1] as number) >>> (16 * (i & 1));
      const noise = ((bits & 255) + ((bits >>> 8) & 255)) / 255 - 1;
      image[p + i] = Math.max(0, Math.min(255, Math.round((canvas[p + i] as number) + amplitude * noise)));
    }
  }
}
