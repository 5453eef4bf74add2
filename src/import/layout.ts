/** How the numbers of an image lie in an array or a row of a table, and the picture that they are. */
import { onGround, type Picture } from './picture.ts';

export interface Size {
  readonly height: number;
  readonly width: number;
  /** 4 is colour with opacity. */
  readonly channels: number;
}

/** Sizes are as stored. */
export interface Layout extends Size {
  /** Channel by channel, as PyTorch has it, and not pixel by pixel. */
  readonly channelsFirst: boolean;
  /** Rows of the array are columns of the picture. */
  readonly transposed: boolean;
}

/** Of so many numbers in a row: grey, or of three channels. */
export function squareOf(numbers: number): Size | undefined {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(numbers / channels);
    if (Number.isInteger(side)) return { height: side, width: side, channels };
  }
  return undefined;
}

export function pictureOf(stored: Uint8Array, layout: Layout): Picture {
  const { height, width, channels, channelsFirst, transposed } = layout;
  const pixels = channelsFirst || transposed ? rearranged(stored, layout) : stored;
  return transposed ? onGround(height, width, channels, pixels) : onGround(width, height, channels, pixels);
}

function rearranged(
  stored: Uint8Array,
  { height, width, channels, channelsFirst, transposed }: Layout,
): Uint8Array {
  const out = new Uint8Array(stored.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) {
        const from = channelsFirst ? (c * height + y) * width + x : (y * width + x) * channels + c;
        out[(transposed ? x * height + y : y * width + x) * channels + c] = stored[from] ?? 0;
      }
  return out;
}
