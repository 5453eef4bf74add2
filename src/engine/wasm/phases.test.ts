import { expect, it } from 'vitest';
import { phasesOf } from './phases.ts';

/** Of a row: which of dy's values meets which tap at each place of dx, by the convolution's own terms. */
function meetings(size: number, stride: number, length: number): string[] {
  const outputs = Math.ceil(length / stride);
  return Array.from({ length }, (_, x) =>
    Array.from({ length: size }, (_, tap) => ({ tap, y: (x + (size >> 1) - tap) / stride }))
      .filter(({ y }) => Number.isInteger(y) && y >= 0 && y < outputs)
      .map(({ tap, y }) => `${tap} at ${y}`)
      .sort()
      .join(', '),
  );
}

it.each([1, 3, 5, 7])('phases of a kernel of %i have each tap where it belongs, once', (size) => {
  for (let stride = 1; stride <= 8; stride++)
    for (let length = 1; length <= 12; length++) {
      const outputs = Math.ceil(length / stride);
      const found = Array<string>(length).fill('missing');
      for (const { from, count, taps, last, start } of phasesOf(size, stride, length))
        for (let i = 0; i < count; i++) {
          const read = Array.from({ length: taps }, (_, m) => ({ tap: last - m * stride, y: start + i + m }));
          // What the border has to have room for.
          for (const { y } of read) expect(y >= -(size >> 1) && y < outputs + (size >> 1)).toBe(true);
          found[from + i * stride] = read
            .filter(({ y }) => y >= 0 && y < outputs)
            .map(({ tap, y }) => `${tap} at ${y}`)
            .sort()
            .join(', ');
        }
      expect(found).toEqual(meetings(size, stride, length));
    }
});
