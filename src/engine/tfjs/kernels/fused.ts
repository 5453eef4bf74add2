/**
 * Kernels written as one expression. TensorFlow.js spends a dispatch on every operator; normalization and the
 * optimizers are long chains of them (14 dispatches an Adam update, 49 a batch norm). Here a chain is one text
 * in the subset that GLSL, WGSL and JavaScript read alike, so there is one formula, not one a backend:
 *
 *   + − * /, parentheses, literals with a point, sqrt, exp, log, abs, min, max, floor, fract, and
 *   choose(c, a, b): a where c > 0, else b, whatever the other is   finite(x): 1 where x is finite, else 0
 *   i0 … i3: the coordinates, as floats
 *
 * Names that inputs and scalars cannot have: at, index, r, running, scale, i0 … i3, and words of the languages.
 * Every input is seen through a view of rank 4 that broadcasts: a dimension is that of the kernel's shape, or 1.
 */
import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';

export type View = readonly [number, number, number, number];
export type Axis = 0 | 1 | 2 | 3;
export type Inputs = Readonly<Record<string, readonly [tensor: Tensor, view: View]>>;
export type Scalars = Readonly<Record<string, number>>;

export const FUSED = 'Fused';

/** What a backend's implementation of the kernel gets, next to the tensors in the order of `names`. */
export type FusedAttrs = {
  readonly expression: string;
  readonly names: string[];
  readonly views: number[][];
  /** The iteration space. */
  readonly shape: number[];
  /** `map` has a result per coordinate; `sum` and `max` run along `axis`, which has length 1 in the result. */
  readonly mode: 'map' | 'sum' | 'max';
  readonly axis: number;
  /** Numbers that change between calls, such as the learning rate: uniforms, so no shader is built anew. */
  readonly scalarNames: string[];
  readonly scalars: number[];
  /** Shape of the result; same size as the iteration space without the axis. */
  readonly as: number[];
};

function run(
  mode: FusedAttrs['mode'],
  axis: Axis,
  expression: string,
  inputs: Inputs,
  shape: View,
  scalars: Scalars,
  as: readonly number[],
): Tensor {
  const names = Object.keys(inputs);
  const tensors: NamedTensorMap = {};
  const views: number[][] = [];
  for (const [name, [tensor, view]] of Object.entries(inputs)) {
    tensors[name] = tensor;
    views.push([...view]);
  }
  const attrs: FusedAttrs = {
    expression,
    names,
    views,
    shape: [...shape],
    mode,
    axis,
    scalarNames: Object.keys(scalars),
    scalars: Object.values(scalars),
    as: [...as],
  };
  const result: Tensor = engine().runKernel(FUSED, tensors, attrs as NamedAttrMap);
  return result;
}

/** The expression at every coordinate of the shape. */
export const map = (
  expression: string,
  inputs: Inputs,
  shape: View,
  scalars: Scalars = {},
  as: readonly number[] = shape,
): Tensor => run('map', 0, expression, inputs, shape, scalars, as);

/** The shape with the axis reduced to 1. */
export const without = (shape: View, axis: Axis): View => {
  const reduced: [number, number, number, number] = [...shape];
  reduced[axis] = 1;
  return reduced;
};

/** scale · the sum of the expression along an axis. */
export const sum = (
  axis: Axis,
  expression: string,
  inputs: Inputs,
  shape: View,
  scale = 1,
  scalars: Scalars = {},
): Tensor => run('sum', axis, expression, inputs, shape, { scale, ...scalars }, without(shape, axis));

/** The largest value of the expression along an axis. */
export const max = (axis: Axis, expression: string, inputs: Inputs, shape: View): Tensor =>
  run('max', axis, expression, inputs, shape, {}, without(shape, axis));
