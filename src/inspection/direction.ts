/** A line through the space of parameters: where the run stands, plus a number of times a direction. */
import type { Parameters } from '../network/parameters.ts';

/** Values by name: of a direction or a gradient, for every trained parameter. */
export type ByParameter = ReadonlyMap<string, ArrayLike<number>>;

/** `points` places, evenly from −reach to reach; one alone is at 0. */
export function positions(reach: number, points: number): number[] {
  const last = points - 1;
  return Array.from({ length: points }, (_, i) => (last === 0 ? 0 : (reach * (2 * i - last)) / last));
}

/** θ + at · d, rounded to float32; parameters that d does not name stay as they are. */
export function along(parameters: Parameters, direction: ByParameter, at: number): Map<string, Float32Array> {
  return new Map(
    [...parameters].map(([name, values]) => {
      const d = direction.get(name);
      return [name, d ? values.map((value, i) => value + at * (d[i] as number)) : values];
    }),
  );
}

/** ⟨a, b⟩ over the parameters that b names, summed in float64. @throws Error where `a` lacks one of them */
export function dot(a: ByParameter, b: ByParameter): number {
  let sum = 0;
  for (const [name, values] of b) {
    const others = a.get(name);
    if (!others) throw new Error(`There are no values of ${name}.`);
    for (let i = 0; i < values.length; i++) sum += (others[i] as number) * (values[i] as number);
  }
  return sum;
}

/** Euclidean length of the parameters with these names. */
export function lengthOf(a: ByParameter, names: Iterable<string> = a.keys()): number {
  let squares = 0;
  for (const name of names) {
    const values = a.get(name) ?? [];
    for (let i = 0; i < values.length; i++) squares += (values[i] as number) ** 2;
  }
  return Math.sqrt(squares);
}
