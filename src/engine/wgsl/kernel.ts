/**
 * Kernels as text: WGSL for one operation on one layer, with all sizes but the batch's as constants, and the memory that
 * it binds. What changes from step to step is in the frame.
 */
import type { Value } from '../program/value.ts';

/** One dispatch of a program. */
export interface Dispatch {
  /** 'conv1: conv2d' */
  readonly label: string;
  readonly code: string;
  readonly bindings: readonly Binding[];
  /** @param images of the batch */
  workgroups(images: number): number;
}

/** A stretch of one buffer: values that lie side by side in it. */
export interface Binding {
  readonly values: readonly Value[];
}

/** Where arrays of one buffer begin: what a kernel that binds several at once has to know. */
export interface Layout {
  /** In values, from the beginning of the stretch or buffer that all those lie in which may be bound together. */
  offset(value: Value): number;
  /** Images that buffers hold. */
  readonly batch: number;
  /** Threads of a workgroup whose threads wait for each other. */
  readonly threads: number;
}

/** More workgroups than one axis may have go on along another: `workgroup` numbers them. */
export const MOST_ON_AXIS = 65_535;

/** Threads of a workgroup; every device has them, but for one that is a processor they are too many to wait for each other. */
export const THREADS = 256;

export const NUMBER_OF_COEFFICIENTS = 8;

const HEADER = `
struct Frame {
  images: u32,
  step: u32,
  slot: u32,
  first: u32,
  coefficients: array<f32, ${NUMBER_OF_COEFFICIENTS}>,
  list: array<u32>,
}
@group(0) @binding(0) var<storage, read> frame: Frame;
`;

type ElementType = 'f32' | 'u32' | 'vec4f';

export class Kernel {
  readonly #layout: Layout;
  readonly #label: string;
  readonly #bindings: Binding[] = [];
  readonly #declarations: string[] = [];

  constructor(label: string, layout: Layout) {
    this.#label = label;
    this.#layout = layout;
  }

  /** Declares an array. */
  bind(name: string, value: Value, type: ElementType = 'f32'): this {
    this.#declare(name, [value], type);
    return this;
  }

  /** Declares values that lie side by side as one array. @returns where each of them begins in it */
  span<Name extends string>(
    name: string,
    values: Readonly<Record<Name, Value | undefined>>,
    type: ElementType = 'f32',
  ): Record<Name, number> {
    const given = Object.values<Value | undefined>(values).filter((value) => value !== undefined);
    this.#declare(name, given, type);
    const start = Math.min(...given.map((value) => this.#layout.offset(value)));
    const at: Partial<Record<string, number>> = {};
    for (const [key, value] of Object.entries<Value | undefined>(values))
      if (value) at[key] = this.#layout.offset(value) - start;
    return at as Record<Name, number>;
  }

  #declare(name: string, values: readonly Value[], type: ElementType): void {
    const at = this.#bindings.length;
    this.#bindings.push({ values });
    this.#declarations.push(`@group(1) @binding(${at}) var<storage, read_write> ${name}: array<${type}>;`);
  }

  /**
   * @param body functions, and what `main` does, told the `workgroup`'s number and the `thread`'s in it
   * @param threads of a workgroup
   */
  dispatch(
    body: { readonly outside?: string; readonly main: string },
    workgroups: Dispatch['workgroups'],
    threads = THREADS,
  ): Dispatch {
    const code = `${HEADER}${this.#declarations.join('\n')}
${body.outside ?? ''}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let workgroup = group.x + group.y * ${MOST_ON_AXIS}u;
${body.main}
}`;
    return { label: this.#label, code, bindings: this.#bindings, workgroups };
  }

  /** A dispatch in which each thread works on its own `i` of so many. @param each of an image; else of all */
  forEach(
    count: number,
    each: boolean,
    body: { readonly outside?: string; readonly main: string },
  ): Dispatch {
    const total = each ? `frame.images * ${count}u` : `${count}u`;
    const main = `
  let i = workgroup * ${THREADS}u + thread;
  if (i >= ${total}) { return; }
${body.main}`;
    return this.dispatch({ ...body, main }, (images) => Math.ceil((each ? images * count : count) / THREADS));
  }
}

/** Values that are read four at a time, where channels allow it. */
export const vectorType = (channels: number): ElementType => (channels % 4 === 0 ? 'vec4f' : 'f32');

const shiftOf = (n: number): number | undefined => {
  const shift = Math.log2(n);
  return Number.isInteger(shift) ? shift : undefined;
};
/** WGSL of `x / n`: a processor that plays a GPU has no division of four integers at once. */
export const over = (x: string, n: number): string =>
  shiftOf(n) === undefined ? `(${x}) / ${n}u` : `(${x}) >> ${shiftOf(n)}u`;
/** WGSL of `x % n`. */
export const rest = (x: string, n: number): string =>
  shiftOf(n) === undefined ? `(${x}) % ${n}u` : `(${x}) & ${n - 1}u`;

/** A number as WGSL has it: WGSL's literals know no infinity, and '1e-5' needs its suffix. */
export const f32 = (value: number): string => `f32(${value})`;
