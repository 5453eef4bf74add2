/**
 * Sizes the pieces of work between two looks at the outside world, so that a piece takes about the same time on
 * any engine: long enough that reading a result back costs little, short enough that Stop is obeyed at once.
 */
export interface Pace {
  /** Units of work for the next piece. */
  readonly size: number;
  /** The next pace, after a piece of `units` took `ms`. */
  after(units: number, ms: number): Pace;
}

/** @param targetMs how long a piece should take */
export function paceOf(targetMs: number, size = 1, max = 100_000): Pace {
  return {
    size,
    after(units, ms) {
      const fitting = ms > 0 ? (units * targetMs) / ms : units * 2;
      // At most doubled: the first pieces compile kernels or fill caches and tell little about the next.
      return paceOf(targetMs, Math.max(1, Math.min(Math.floor(fitting), size * 2, max)), max);
    },
  };
}
