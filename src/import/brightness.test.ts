import { describe, expect, it } from 'vitest';
import { rangeOf, scaleOf, toBytes } from './brightness.ts';

function bytesOf(numbers: readonly number[], floats = false, brightest = Math.max(...numbers)): number[] {
  const values = Float64Array.from(numbers);
  return [...toBytes(values, scaleOf(rangeOf([values], floats), brightest, floats))];
}

describe('brightness', () => {
  it('is 0 … 255 as it stands, and less where a set is dark', () => {
    expect(bytesOf([0, 7, 255])).toEqual([0, 7, 255]);
    expect(bytesOf([0, 7, 90])).toEqual([0, 7, 90]);
    expect(bytesOf([0, 0.4, 254.6], true)).toEqual([0, 0, 255]);
  });

  it.each([1, 15, 16, 1023, 4095, 65_535])('has white at %i', (white) => {
    expect(bytesOf([0, white])).toEqual([0, 255]);
    expect(bytesOf([0, white], true)).toEqual([0, 255]);
  });

  it('is a share of white from 0 or −1 to 1', () => {
    expect(bytesOf([0, 0.5, 1], true)).toEqual([0, 128, 255]);
    expect(bytesOf([-1, 0, 1], true)).toEqual([0, 128, 255]);
    expect(bytesOf([-1, 1])).toEqual([0, 255]);
    expect(bytesOf([0, 0.5], true, 255)).toEqual([0, 128]);
  });

  it('is white where rounding goes above it', () => {
    expect(bytesOf([0, 100, 255.5], true)).toEqual([0, 100, 255]);
    expect(bytesOf([0, 0.5, 1.0001], true)).toEqual([0, 128, 255]);
    expect(bytesOf([-1.0001, 1.0001], true)).toEqual([0, 255]);
  });

  it('goes by the brightest of all that belong together', () => {
    expect(bytesOf([0, 200], false, 300)).toEqual([0, Math.round((200 * 255) / 1023)]);
    expect(bytesOf([0, 1], false, 255)).toEqual([0, 1]);
  });

  it('is none where one piece goes below 0 and another above 1', () => {
    expect(() => rangeOf([Float64Array.of(-1), Float64Array.of(200)], true)).toThrow('pixels from -1 to 200');
  });

  it('is none below −1, above 65,535, or where it is no number', () => {
    expect(() => bytesOf([-2, 5])).toThrow('pixels from -2 to 5: 0 … 255');
    expect(() => bytesOf([0, 70_000])).toThrow('pixels from 0 to 70000');
    expect(() => bytesOf([0, Number.NaN], true)).toThrow('a pixel is NaN');
  });
});
