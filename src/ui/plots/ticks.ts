/** Ticks of the figures' axes. */
import { significant } from '../../spec/numbers.ts';

/** '0.05', '1,200', '12k', '1e−5' */
export function shortTick(value: number): string {
  const size = Math.abs(value);
  const words =
    size >= 10_000
      ? `${significant(value / 1000, 3)}k`
      : size !== 0 && size < 1e-3
        ? value.toExponential(0)
        : significant(value, 3);
  return words.replaceAll('-', '−');
}

/** How many ticks with such labels an x axis of that width, in CSS pixels, has room for. */
export const ticksWithin = (width: number): number => Math.max(2, Math.floor(width / 80));
