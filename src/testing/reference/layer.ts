/**
 * What a layer of the float64 reference does: plain loops over row-major arrays, straight from the formulas and with
 * no thought for speed, so that reading them is enough to trust them.
 */
import type { Layer } from '../../network/layers.ts';

/** One pass over a minibatch, as the layers see it. */
export interface Pass {
  /** Images in the minibatch. */
  readonly count: number;
  /** What batch norm normalizes with, unless it is frozen. */
  readonly statistics: 'minibatch' | 'moving';
  /** Whose dropout masks apply, from 1; undefined drops nothing. */
  readonly dropoutStep: number | undefined;
  /** That norms' limits follow, from 1; left out, they are as they end. */
  readonly step?: number | undefined;
  /** Of the network. */
  readonly seed: number;
  parameter(name: string): Float64Array;
  /** What a norm moves without a gradient, where somebody wants it. */
  setMoving?(name: string, values: Float64Array): void;
  setGradient(name: string, gradient: Float64Array): void;
}

export interface Forward {
  /** [count, …layer.output] */
  readonly y: Float64Array;
  /** Sets the parameters' gradients. @param dy like y @returns dx, like x: of a sum the same for both */
  backward(dy: Float64Array): Float64Array;
}

/** @param x [count, …layer.input] @param b likewise, of a layer that reads two values the second */
export type LayerOp<Kind extends Layer['kind']> = (
  layer: Extract<Layer, { readonly kind: Kind }>,
  x: Float64Array,
  pass: Pass,
  b: Float64Array,
) => Forward;

export const at = (values: Float64Array, i: number): number => values[i] as number;

/** values[i] += amount */
export function add(values: Float64Array, i: number, amount: number): void {
  values[i] = at(values, i) + amount;
}
