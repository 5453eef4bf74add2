/** From the numbers of arrays and tables to bytes: which of them is white depends on who wrote the file. */
import type { Values } from './array.ts';
import { Unreadable } from './refusal.ts';

export interface Range {
  readonly least: number;
  readonly most: number;
}

interface Scale {
  readonly add: number;
  readonly times: number;
}

/**
 * What white may be: 1 … 4 bits, the 16 of scikit-learn's digits, 8 bits, and 10 … 16 as cameras and scanners have them.
 * Between 16 and 255 a set is as dark as it says.
 */
const WHITES = [1, 3, 7, 15, 16, 255, 1023, 4095, 16_383, 65_535] as const;
/** Fractions are above white by rounding: so many times as much is white still. */
const overshoot = (floats: boolean): number => (floats ? 256 / 255 : 1);

/** Of an array in pieces, with 0. @throws Unreadable for pixels that are none */
export function rangeOf(pieces: readonly Values[], floats: boolean): Range {
  let [least, most] = [0, 0];
  for (const values of pieces)
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (!Number.isFinite(value)) throw new Unreadable(`a pixel is ${value}`);
      if (value < least) least = value;
      if (value > most) most = value;
    }
  const over = overshoot(floats);
  if (least < -over || (least < 0 && most > over) || most > 65_535 * over)
    throw new Unreadable(
      `pixels from ${least} to ${most}: 0 … 255, 0 … 65,535, 0 … 1 and −1 … 1 can be read`,
    );
  return { least, most };
}

/**
 * From −1, and fractions to 1, are shares of white, each array by itself. Of others that belong together the brightest
 * pixel says what white is, so that training and test images are read alike.
 */
export function scaleOf({ least, most }: Range, brightest: number, floats: boolean): Scale {
  if (least < 0) return { add: 1, times: 127.5 };
  const over = overshoot(floats);
  const white = floats && most <= over ? 1 : WHITES.find((each) => brightest <= each * over);
  return { add: 0, times: 255 / (white ?? 65_535) };
}

/** Brightness 0 … 255. */
export function toBytes(values: Values, { add, times }: Scale): Uint8Array {
  if (values instanceof Uint8Array && times === 1) return values;
  const bytes = new Uint8ClampedArray(values.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round(((values[i] ?? 0) + add) * times);
  return new Uint8Array(bytes.buffer);
}
