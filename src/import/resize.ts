/** A picture brought to the size of the set: once, on the way in, in float64, so that every machine has the same bytes. */
import type { Picture } from './picture.ts';

/** How a picture that is not as wide as high becomes it: with its edges' colour beside it, or with its ends cut off. */
type Fitting = 'fit' | 'crop';

export interface Target {
  /** Pixels. */
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly fitting: Fitting;
}

/** [height, width, channels] bytes, rows from the top. A picture that has the size already keeps its bytes. */
export function toSize(picture: Picture, target: Target): Uint8Array {
  const coloured = inChannels(picture, target.channels);
  if (picture.width === target.width && picture.height === target.height) return coloured.pixels;
  const { width, height, x, y } = placeOf(picture, target);
  const across = weightsOf(picture.width, width, x, target.width);
  const down = weightsOf(picture.height, height, y, target.height);
  return weigh(coloured, across, down, target);
}

/** Luma of ITU-R BT.601 in 16-bit fixed point, as Pillow's `convert('L')` has it. */
export const luma = (red: number, green: number, blue: number): number =>
  (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;

function inChannels(picture: Picture, channels: 1 | 3): Picture {
  const { pixels } = picture;
  if (picture.channels === channels) return picture;
  const count = picture.width * picture.height;
  const out = new Uint8Array(count * channels);
  for (let i = 0; i < count; i++) {
    if (channels === 1) out[i] = luma(pixels[3 * i] ?? 0, pixels[3 * i + 1] ?? 0, pixels[3 * i + 2] ?? 0);
    else out.fill(pixels[i] ?? 0, 3 * i, 3 * i + 3);
  }
  return { ...picture, channels, pixels: out };
}

/** Where the whole picture comes to lie on the target, in its pixels; beyond its edges when it is cut. */
function placeOf(picture: Picture, { width, height, fitting }: Target) {
  const [byWidth, byHeight] = [width / picture.width, height / picture.height];
  const scale = fitting === 'fit' ? Math.min(byWidth, byHeight) : Math.max(byWidth, byHeight);
  const [w, h] = [picture.width * scale, picture.height * scale];
  return { width: w, height: h, x: (width - w) / 2, y: (height - h) / 2 };
}

interface Weights {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * How much of each source pixel a target pixel is made of. Made smaller: the mean over the area that it covers. Made
 * larger: linear between the two nearest. Outside the picture its edge goes on.
 * @param from source pixels @param to how many target pixels they become @param start where the first begins
 */
function weightsOf(from: number, to: number, start: number, count: number): Weights[] {
  const ratio = from / to;
  return Array.from({ length: count }, (_, i) => {
    const centre = (i + 0.5 - start) * ratio;
    const reach = Math.max(ratio, 1);
    const [low, high] =
      ratio > 1 ? [centre - ratio / 2, centre + ratio / 2] : [centre - reach, centre + reach];
    const first = Math.floor(ratio > 1 ? low : low - 0.5);
    const weights: number[] = [];
    for (let pixel = first; pixel < high + 0.5; pixel++) {
      const overlap = Math.min(pixel + 1, high) - Math.max(pixel, low);
      const near = 1 - Math.abs(pixel + 0.5 - centre);
      weights.push(Math.max(0, ratio > 1 ? overlap : near));
    }
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

function weigh(
  picture: Picture,
  across: readonly Weights[],
  down: readonly Weights[],
  target: Target,
): Uint8Array {
  const { channels, width, height, pixels } = picture;
  const out = new Uint8Array(target.height * target.width * channels);
  const rows = new Float64Array(height * target.width * channels);
  const clamp = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));
  for (let y = 0; y < height; y++)
    for (const [x, { first, weights }] of across.entries())
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (const [i, weight] of weights.entries())
          sum += weight * (pixels[(y * width + clamp(first + i, width)) * channels + c] ?? 0);
        rows[(y * target.width + x) * channels + c] = sum;
      }
  for (const [y, { first, weights }] of down.entries())
    for (let at = 0; at < target.width * channels; at++) {
      let sum = 0;
      for (const [i, weight] of weights.entries())
        sum += weight * (rows[clamp(first + i, height) * target.width * channels + at] ?? 0);
      out[y * target.width * channels + at] = Math.round(sum);
    }
  return out;
}
