/**
 * Normally distributed numbers from a stream, one a word of its blocks. The inverse of the distribution by Wichura's
 * rational approximations (AS 241, PPND7, good to seven digits), with a logarithm of our own: those of browsers differ
 * in the last digit, and sums, products and roots do not.
 */
import { type Key, threefry2x32 } from './threefry.ts';

/** n numbers of mean 0 and deviation 1. */
export function normal(key: Key, n: number): Float64Array {
  const block = new Uint32Array(2);
  return Float64Array.from({ length: n }, (_, i) => {
    if ((i & 1) === 0) threefry2x32(key, i >>> 1, 0, block);
    return normalQuantile(((block[i & 1] as number) + 0.5) * 2 ** -32);
  });
}

/** The x below which a share p of the standard normal distribution lies. @param p from 2^-33 to 1 − 2^-33 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    );
  }
  const r = Math.sqrt(-naturalLog(q < 0 ? p : 1 - p)) - 1.6;
  const x =
    (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
    ((0.12021132975 * r + 0.7370016425) * r + 1);
  return q < 0 ? -x : x;
}

/** Of a number up to 1, by ln x = 2 · artanh((x − 1) / (x + 1)) between √½ and √2. */
export function naturalLog(x: number): number {
  let mantissa = x;
  let halvings = 0;
  for (; mantissa < Math.SQRT1_2; mantissa *= 2) halvings++;
  const s = (mantissa - 1) / (mantissa + 1);
  let power = s;
  let sum = s;
  for (let n = 3; n <= 21; n += 2) {
    power *= s * s;
    sum += power / n;
  }
  return 2 * sum - halvings * Math.LN2;
}
