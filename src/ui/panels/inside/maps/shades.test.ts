import { describe, expect, test } from 'vitest';
import { colourOf, parseRgb, scaleOf, shadeOf } from './shades.ts';

const shades = { negative: [0, 0, 200], zero: [255, 255, 255], positive: [200, 100, 0] } as const;

describe('the scale', () => {
  test('is as wide as the largest size, either way', () => {
    expect(scaleOf([0.5, -2, 1])).toEqual({ size: 2, signed: true });
    expect(scaleOf(Float32Array.of(0, 3))).toEqual({ size: 3, signed: false });
    expect(scaleOf([Number.NaN, Infinity, 1])).toEqual({ size: 1, signed: false });
    expect(scaleOf([])).toEqual({ size: 0, signed: false });
  });
});

describe('shades', () => {
  const extent = { size: 2, signed: true };
  test('run from zero to either end', () => {
    expect(shadeOf(0, extent, shades)).toEqual([255, 255, 255]);
    expect(shadeOf(2, extent, shades)).toEqual([200, 100, 0]);
    expect(shadeOf(-2, extent, shades)).toEqual([0, 0, 200]);
    // Half way: 255 + ½ (200 − 255) = 227.5, 177.5, 127.5.
    expect(shadeOf(1, extent, shades)).toEqual([228, 178, 128]);
    expect(shadeOf(-0.5, extent, shades)).toEqual([191, 191, 241]);
  });
  test('hold beyond the scale, and for what is no number', () => {
    expect(shadeOf(9, extent, shades)).toEqual([200, 100, 0]);
    expect(shadeOf(Number.NaN, extent, shades)).toEqual([255, 255, 255]);
    expect(shadeOf(0, { size: 0, signed: false }, shades)).toEqual([255, 255, 255]);
  });
});

test('weights on red, green and blue are one colour, mid-grey where they are 0', () => {
  const extent = { size: 2, signed: true };
  expect(colourOf([2, -2, 0], extent)).toEqual([255, 0, 128]);
  expect(colourOf([1, 9, Number.NaN], extent)).toEqual([191, 255, 128]);
  expect(colourOf([0, 0, 0], { size: 0, signed: false })).toEqual([128, 128, 128]);
});

test('reads the colours that browsers compute', () => {
  expect(parseRgb('rgb(0, 114, 178)')).toEqual([0, 114, 178]);
  expect(parseRgb('rgba(26, 32, 39, 0.5)')).toEqual([26, 32, 39]);
  expect(() => parseRgb('light-dark(#fff, #000)')).toThrow(/light-dark/);
});
