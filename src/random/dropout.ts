/**
 * Dropout masks from a counter (Srivastava et al. 2014, inverted dropout: kept values are scaled up).
 *
 * Value e of a layer's output (row-major over the whole minibatch) at step t is kept when its random byte is at
 * least 256 · rate. Byte e is byte e mod 4 (lowest first) of word e / 4; block e / 8 of the layer's stream,
 * counter (e / 8, t), holds two such words. A byte is exact for the rates in use (0.25 and 0.5) and one block
 * serves eight values.
 */
import { streamKey } from './streams.ts';
import { type Key, threefry2x32 } from './threefry.ts';

/** The stream of a dropout layer. @param layer its name, such as 'dropout1' */
export const dropoutKey = (seed: number, layer: string): Key => streamKey(seed, `dropout/${layer}`);

/** The smallest byte that is kept: 256 · rate, rounded. */
export const dropoutThreshold = (rate: number): number => Math.round(256 * rate);

/** Writes 0 or 1 / (1 − rate) for every value of one layer at step t (counted from 1). @returns mask */
export function dropoutMask(key: Key, t: number, rate: number, mask: Float32Array): Float32Array {
  const threshold = dropoutThreshold(rate);
  const scale = 1 / (1 - threshold / 256);
  const block = new Uint32Array(2);
  for (let e = 0; e < mask.length; e++) {
    if ((e & 7) === 0) threefry2x32(key, e >>> 3, t, block);
    const byte = ((block[(e >>> 2) & 1] as number) >>> (8 * (e & 3))) & 255;
    mask[e] = byte >= threshold ? scale : 0;
  }
  return mask;
}
