/**
 * Threefry-2×32 with 20 rounds: a counter-based generator (Salmon et al., 'Parallel random numbers: as easy as
 * 1, 2, 3', SC 2011), the one JAX uses. It needs only 32-bit adds, rotates and xors, so the same numbers come
 * out of TypeScript, AssemblyScript and WGSL, in any order and on any thread.
 */

export type Key = readonly [k0: number, k1: number];

const PARITY = 0x1bd11bda;
/** Rotation distances of rounds 1–4 and 5–8, alternating. */
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/**
 * Writes the two words of block (c0, c1) under the key to out[0], out[1], as unsigned 32-bit integers.
 * @returns out
 */
export function threefry2x32(key: Key, c0: number, c1: number, out = new Uint32Array(2)): Uint32Array {
  const k0 = key[0] | 0;
  const k1 = key[1] | 0;
  const schedule = [k0, k1, PARITY ^ k0 ^ k1] as const;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let i = 0; i < 5; i++) {
    const from = (i & 1) * 4;
    for (let r = from; r < from + 4; r++) {
      const distance = ROTATIONS[r] as number;
      x0 = (x0 + x1) | 0;
      x1 = (x1 << distance) | (x1 >>> (32 - distance));
      x1 ^= x0;
    }
    x0 = (x0 + (schedule[(i + 1) % 3] as number)) | 0;
    x1 = (x1 + (schedule[(i + 2) % 3] as number) + i + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  return out;
}
