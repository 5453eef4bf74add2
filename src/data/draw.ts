/** Draws of one image's random numbers, in order, from its own stream. */
import type { Key } from '../random/threefry.ts';
import { threefry2x32 } from '../random/threefry.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';

/** Height and width of an image that is drawn, in pixels: it is square and grey. */
export const [SIDE] = SYNTHETIC.shape;
export const PIXELS = SIDE * SIDE;

export interface Draw {
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
}

export function drawFrom(key: Key): Draw {
  const block = new Uint32Array(2);
  let drawn = 0;
  const between = (low: number, high: number): number => {
    if ((drawn & 1) === 0) threefry2x32(key, drawn >>> 1, 0, block);
    const word = block[drawn & 1] as number;
    drawn += 1;
    return low + (word >>> 8) * 2 ** -24 * (high - low);
  };
  return { between, chance: (probability) => between(0, 1) < probability };
}
