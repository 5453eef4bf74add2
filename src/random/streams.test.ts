import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropoutKey, dropoutMask, permutation, streamKey, uniform } from './streams.ts';
import { threefry2x32 } from './threefry.ts';

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('streamKey', () => {
  it('differs by seed, name and index', () => {
    const keys = [streamKey(1, 'a'), streamKey(2, 'a'), streamKey(1, 'b'), streamKey(1, 'a', 1)];
    expect(new Set(keys.map(String)).size).toBe(4);
  });
});

describe('uniform', () => {
  it('stays in its range, and a longer draw begins with the shorter one', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 200 }), (s, n) => {
        const key = streamKey(s, 'u');
        const values = uniform(key, n, -0.5, 0.5);
        expect(values.every((v) => v >= -0.5 && v < 0.5)).toBe(true);
        expect([...uniform(key, n + 7, -0.5, 0.5).subarray(0, n)]).toEqual([...values]);
      }),
    );
  });

  it('has the mean and the variance of the uniform distribution', () => {
    const n = 100_000;
    const values = uniform(streamKey(1, 'moments'), n);
    const mean = values.reduce((sum, v) => sum + v, 0) / n;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
    expect(mean).toBeCloseTo(1 / 2, 2);
    expect(variance).toBeCloseTo(1 / 12, 3);
  });
});

describe('permutation', () => {
  it('holds every index once', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 0, max: 300 }), (s, n) => {
        const order = permutation(streamKey(s, 'order'), n);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });
});

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
