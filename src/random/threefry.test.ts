import { describe, expect, it } from 'vitest';
import { threefry2x32 } from './threefry.ts';

/** Known answers of threefry2x32 with 20 rounds, from Random123's tests/kat_vectors: counter, key, result. */
const KNOWN = [
  [
    [0, 0],
    [0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x243f6a88, 0x85a308d3],
    [0x13198a2e, 0x03707344],
    [0xc4923a9c, 0x483df7a0],
  ],
] as const;

describe('threefry2x32', () => {
  it.each(KNOWN)('turns counter %j under key %j into %j', ([c0, c1], key, result) => {
    expect([...threefry2x32(key, c0, c1)]).toEqual([...result]);
  });
});
