import { describe, expect, it } from 'vitest';
import { along, dot, lengthOf, positions } from './direction.ts';

describe('positions', () => {
  it('reaches as far to both sides, through 0 and 1', () => {
    expect(positions(2, 9)).toEqual([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]);
    expect(positions(4, 33).filter((at) => Number.isInteger(at))).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
    expect(positions(3, 1)).toEqual([0]);
  });
});

describe('along', () => {
  const parameters = new Map([
    ['w', Float32Array.of(1, 2)],
    ['movingMean', Float32Array.of(7)],
  ]);
  const direction = new Map([['w', Float64Array.of(0.5, -1)]]);

  it('moves what the direction names, in a copy', () => {
    const moved = along(parameters, direction, 2);
    expect(moved.get('w')).toEqual(Float32Array.of(2, 0));
    expect(moved.get('movingMean')).toBe(parameters.get('movingMean'));
    expect(parameters.get('w')).toEqual(Float32Array.of(1, 2));
  });

  it('rounds once, after the sum', () => {
    const tiny = along(new Map([['w', Float32Array.of(1)]]), new Map([['w', Float64Array.of(2 ** -25)]]), 3);
    expect(tiny.get('w')?.[0]).toBe(Math.fround(1 + 3 * 2 ** -25));
  });
});

describe('dot and norm', () => {
  const a = new Map([
    ['w', [3, 4]],
    ['b', [12]],
  ]);

  it('go over all parameters', () => {
    expect(lengthOf(a)).toBe(13);
    expect(lengthOf(a, ['w'])).toBe(5);
    expect(
      dot(
        a,
        new Map([
          ['w', [1, -1]],
          ['b', [2]],
        ]),
      ),
    ).toBe(3 - 4 + 24);
    expect(dot(a, new Map([['b', [2]]]))).toBe(24);
  });

  it('says which parameter is missing', () => {
    expect(() => dot(a, new Map([['c', [2]]]))).toThrow('c');
  });
});
