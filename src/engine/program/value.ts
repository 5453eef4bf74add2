/** What a program's operations read and write, without a word on how a device stores it. */
import { type Shape, sizeOf } from '../../network/layers.ts';

/**
 * - `parameter`: trained, and `state`: moving statistics and the optimizer's slots. Both outlive the step, under their
 *   names in `parameterSpecs`;
 * - `given`: comes with each step, such as its images, or is 'step' and 'learningRate';
 * - `sums`: what was measured since somebody last read it;
 * - `temporary`: there from the operation that writes it to the last that reads it.
 */
export type Role = 'parameter' | 'state' | 'given' | 'sums' | 'temporary';

/**
 * `float`: float32. `byte`: pixels. `index`: whole numbers, and `sum`: sums over many steps; in how many bytes is the
 * device's affair.
 */
export type ValueType = 'float' | 'byte' | 'index' | 'sum';

/** Two values of one name are the same. A temporary is written once, by one operation. */
export interface Value {
  readonly name: string;
  readonly role: Role;
  readonly type: ValueType;
  /** Whether there is one for every image of the batch: [N, …shape]. */
  readonly each: boolean;
  readonly shape: Shape;
}

/** A temporary of every image. */
export const perImage = (name: string, shape: Shape, type: ValueType = 'float'): Value => ({
  ...{ name, role: 'temporary', type, each: true, shape },
});

/** A temporary that there is once. */
export const single = (name: string, shape: Shape): Value => ({
  ...{ name, role: 'temporary', type: 'float', each: false, shape },
});

export const parameter = (name: string, shape: Shape): Value => ({
  ...single(name, shape),
  role: 'parameter',
});

export const state = (name: string, shape: Shape): Value => ({ ...single(name, shape), role: 'state' });

/** The step's number, counted from 1. */
export const STEP: Value = { name: 'step', role: 'given', type: 'index', each: false, shape: [] };

export const LEARNING_RATE: Value = {
  ...{ name: 'learningRate', role: 'given', type: 'float', each: false, shape: [] },
};

/** The label of each image. */
export const LABELS: Value = { name: 'labels', role: 'given', type: 'index', each: true, shape: [] };

/** Loss, hits and images since they were last read, and the first step whose loss was not finite, or 0. */
export const SUMS: Value = { name: 'sums', role: 'sums', type: 'sum', each: false, shape: [4] };

/** The step's images, as they are in the data set. */
export const pixels = (shape: Shape): Value => ({
  ...{ name: 'images', role: 'given', type: 'byte', each: true, shape },
});

/** Height, width and channels; a dense layer's units are the channels of one pixel. */
export function dimensions(shape: Shape): { height: number; width: number; channels: number } {
  const [height = 1, width = 1, channels = 1] = shape.length === 1 ? [1, 1, ...shape] : shape;
  return { height, width, channels };
}

/** Rows and columns of a kernel as a matrix, outputs last. */
export function matrixOf({ shape }: Value): [rows: number, outputs: number] {
  const outputs = shape.at(-1) ?? 1;
  return [sizeOf(shape) / outputs, outputs];
}
