/** Named streams of random numbers: each is a function of (seed, name, index), so none depends on another's length. */
import { type Key, threefry2x32 } from './threefry.ts';

/** FNV-1a, 32 bits, over UTF-16 code units (names are ASCII): turns a stream's name into a number. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * The key of a named stream, such as ('order', epoch) or ('init/conv1/kernel').
 * @param seed an integer in 0 … 2^32 − 1
 * @param index tells apart the streams of one name, such as epochs
 */
export function streamKey(seed: number, name: string, index = 0): Key {
  const [k0 = 0, k1 = 0] = threefry2x32([seed, 0], hashName(name), index);
  return [k0, k1];
}

/** n floats, uniform in [low, high), exact multiples of 2^-24 of the range: the same in float32 everywhere. */
export function uniform(key: Key, n: number, low = 0, high = 1): Float32Array {
  const values = new Float32Array(n);
  const block = new Uint32Array(2);
  for (let i = 0; i < n; i++) {
    if ((i & 1) === 0) threefry2x32(key, i >>> 1, 0, block);
    values[i] = low + ((block[i & 1] as number) >>> 8) * 2 ** -24 * (high - low);
  }
  return values;
}

/** A seeded order of 0 … n − 1 (Fisher–Yates from the end; block i decides swap i). */
export function permutation(key: Key, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const block = new Uint32Array(2);
  for (let i = n - 1; i > 0; i--) {
    threefry2x32(key, i, 0, block);
    // 52 random bits, scaled: the bias is below n / 2^52.
    const fraction = ((block[0] as number) * 2 ** 20 + ((block[1] as number) >>> 12)) * 2 ** -52;
    const j = Math.floor(fraction * (i + 1));
    const swapped = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swapped;
  }
  return order;
}

/** The stream of a dropout layer. @param layer its name, such as 'dropout1' */
export const dropoutKey = (seed: number, layer: string): Key => streamKey(seed, `dropout/${layer}`);

/** The smallest byte that is kept: 256 · rate, rounded. */
export const dropoutThreshold = (rate: number): number => Math.round(256 * rate);

/**
 * Dropout's mask (Srivastava et al. 2014, inverted dropout: kept values are scaled up): writes 0 or 1 / (1 − rate) for
 * every value of one layer at step t (counted from 1).
 *
 * Value e of the layer's output (row-major over the whole minibatch) is kept when its random byte is at least 256 · rate.
 * Byte e is byte e mod 4 (lowest first) of word e / 4; block e / 8 of the layer's stream, counter (e / 8, t), holds two
 * such words. A byte is exact for the rates in use (0.25 and 0.5) and one block serves eight values. @returns mask
 */
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
