/**
 * The gradient of a convolution's input as convolutions of dy. With a stride s and a border of h, x at s · j + a met the
 * kernel's taps r, r + s, r + 2s, … (r = (a + h) mod s) at outputs j + q, j + q − 1, … (q = ⌊(a + h) / s⌋):
 *
 *   dx[s · j + a] = Σ_m dy[j + q − m] · kernel[r + s · m]
 *
 * for each of the s phases a, in either direction. Together they have each tap once, so nothing is multiplied in vain.
 */
export interface Phase {
  /** The first row, or column, of dx. */
  readonly from: number;
  /** How many there are of it. */
  readonly count: number;
  /** Taps, and the last of them, which is read first. */
  readonly taps: number;
  readonly last: number;
  /** Where in dy the first pixel's first tap reads; negative in the border. */
  readonly start: number;
}

/** @param size of the kernel @param length rows, or columns, of dx */
export const phasesOf = (size: number, stride: number, length: number): Phase[] =>
  Array.from({ length: Math.min(stride, length) }, (_, from) => {
    const at = from + (size >> 1);
    const first = at % stride;
    const taps = Math.max(0, Math.ceil((size - first) / stride));
    return {
      ...{ from, count: Math.ceil((length - from) / stride), taps },
      last: first + stride * (taps - 1),
      start: Math.floor(at / stride) - (taps - 1),
    };
  });
