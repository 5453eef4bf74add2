/** How far a float32 engine may be from the golden values (golden/README.md), and how far it was. */

/** Of max |a − b| / (max |b| + 1e-6) over an array. */
export const TOLERANCES = {
  /** Forward results, and the loss of the first step. */
  forward: 2e-5,
  gradient: 2e-4,
  /** Losses and parameters after several steps. */
  trained: 2e-3,
} as const;

/**
 * A gradient that is 0 in theory is only rounding in float32, so gradients may also agree in absolute terms. That
 * of a bias before batch norm is one; so is, but for epsilon, that through a norm over two values (PyTorch's own
 * float32 is off by 1.8e-3 of the largest there).
 */
export const ZERO_GRADIENT = 1e-5;

export interface Check {
  /** What was compared: 'dx'. */
  readonly what: string;
  readonly error: number;
  readonly tolerance: number;
  /** Where the case passed only so: under which rounding of its inputs (rounding.ts, zeroGradient.ts). */
  readonly passedUnder?: string;
}

export const passes = ({ error, tolerance }: Check): boolean => error <= tolerance;

const largest = (values: ArrayLike<number>, of: (value: number, i: number) => number): number => {
  let found = 0;
  for (let i = 0; i < values.length; i++) {
    const value = of(values[i] as number, i);
    if (!(value <= found)) found = value;
  }
  return found;
};

export function compare(
  what: string,
  tolerance: keyof typeof TOLERANCES,
  got: ArrayLike<number>,
  exact: ArrayLike<number>,
): Check {
  const limit = TOLERANCES[tolerance];
  if (got.length !== exact.length) return { what, error: Number.POSITIVE_INFINITY, tolerance: limit };
  const size = largest(exact, Math.abs);
  const difference = largest(got, (value, i) => Math.abs(value - (exact[i] as number)));
  const error = difference / (size + 1e-6);
  if (tolerance === 'gradient' && error > limit) {
    if (difference <= ZERO_GRADIENT) return { what, error: difference, tolerance: ZERO_GRADIENT };
  }
  return { what, error, tolerance: limit };
}
