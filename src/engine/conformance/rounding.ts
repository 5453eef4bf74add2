/**
 * Golden inputs are float64 and an engine sees them rounded. That alone can put a network on the other side of a
 * ReLU or of a max pool's tie: with seed 12 of generate.py one case ends 9.2e-3 away in PyTorch's float32 and in
 * every float32 engine, by the same digits, where 2e-3 is the tolerance. So a network that misses it is tried again
 * under other roundings of the same inputs, each value to one of the two floats around it; a wrong engine misses
 * under all of them.
 */
import { streamKey } from '../../random/streams.ts';
import { threefry2x32 } from '../../random/threefry.ts';
import type { GoldenArray } from './cases.ts';

/** Roundings to try, the nearest (0) first. */
export const ROUNDINGS = 8;

/** The values rounded to the nearest float, or for `rounding` above 0 to a random one of the two around each. */
export function rounded({ data, exact }: GoldenArray, rounding: number, name: string): Float32Array {
  if (rounding === 0) return data;
  const values = Float32Array.from(data);
  const bits = new Int32Array(values.buffer);
  const key = streamKey(rounding, name);
  const random = new Uint32Array(2);
  for (const [i, value] of exact.entries()) {
    const nearest = values[i] as number;
    threefry2x32(key, i, 0, random);
    if (value === nearest || nearest === 0 || ((random[0] as number) & 1) === 0) continue;
    // Neighbouring floats of one sign have neighbouring bits, growing with the magnitude.
    bits[i] = (bits[i] as number) + (value > nearest === nearest > 0 ? 1 : -1);
  }
  return values;
}
