import { describe, expect, it } from 'vitest';
import { dropoutKey, dropoutMask } from './dropout.ts';
import { threefry2x32 } from './threefry.ts';

const key = dropoutKey(1, 'dropout1');
const mask = (t: number, rate: number, n: number) => dropoutMask(key, t, rate, new Float32Array(n));

describe('dropoutMask', () => {
  it.each([0.25, 0.5])('keeps 1 − %d of the values, scaled up by as much', (rate) => {
    const values = mask(1, rate, 100_000);
    const scale = Math.fround(1 / (1 - rate));
    expect(values.every((v) => v === 0 || v === scale)).toBe(true);
    expect(values.filter((v) => v > 0).length / values.length).toBeCloseTo(1 - rate, 2);
  });

  it('is another one each step and layer, and the same one again', () => {
    expect(mask(1, 0.5, 64)).not.toEqual(mask(2, 0.5, 64));
    expect(mask(3, 0.5, 64)).toEqual(mask(3, 0.5, 64));
    expect(dropoutKey(1, 'dropout1')).not.toEqual(dropoutKey(1, 'dropout2'));
  });

  it('takes bytes of the blocks (e / 8, t), lowest first', () => {
    const words = threefry2x32(key, 1, 5);
    const bytes = new Uint8Array(words.buffer);
    expect([...mask(5, 0.5, 16).subarray(8)]).toEqual([...bytes].map((byte) => (byte >= 128 ? 2 : 0)));
  });
});
