/** Arrays of numbers as files hold them: IDX and NPY. */
import { readIdxHeader } from '../data/idx.ts';
import { Unreadable } from './refusal.ts';

/** 64-bit integers become float64: pixels and labels are exact there. */
export type Values =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** In C order. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Values;
  /** Of the file's numbers, as NumPy names it without the order of bytes. */
  readonly type: keyof typeof ELEMENTS;
}

interface Element {
  readonly bytes: number;
  readonly Values: new (count: number) => Values;
  readonly read: (view: DataView, at: number, little: boolean) => number;
}

const ELEMENTS = {
  u1: { bytes: 1, Values: Uint8Array, read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, Values: Int8Array, read: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, Values: Uint16Array, read: (view, at, little) => view.getUint16(at, little) },
  i2: { bytes: 2, Values: Int16Array, read: (view, at, little) => view.getInt16(at, little) },
  u4: { bytes: 4, Values: Uint32Array, read: (view, at, little) => view.getUint32(at, little) },
  i4: { bytes: 4, Values: Int32Array, read: (view, at, little) => view.getInt32(at, little) },
  u8: { bytes: 8, Values: Float64Array, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i8: { bytes: 8, Values: Float64Array, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  f4: { bytes: 4, Values: Float32Array, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, Values: Float64Array, read: (view, at, little) => view.getFloat64(at, little) },
  b1: { bytes: 1, Values: Uint8Array, read: (view, at) => (view.getUint8(at) ? 1 : 0) },
} as const satisfies Record<string, Element>;

const isType = (name: string): name is NumberArray['type'] => Object.hasOwn(ELEMENTS, name);

/** Any array that the IDX format can hold. @throws Unreadable */
export function readIdx(bytes: Uint8Array): NumberArray {
  const header = readIdxHeader(bytes);
  if (!header?.type) throw new Unreadable(`an IDX header of type ${bytes[2] ?? 0} and rank ${bytes[3] ?? 0}`);
  const { type, shape, start } = header;
  return { shape, type, values: valuesAt(bytes, start, shape, type, false) };
}

/**
 * NumPy's format: magic, version, length of the header, the header as a Python dictionary, values.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html @throws Unreadable
 */
export function readNpy(bytes: Uint8Array): NumberArray {
  const version = bytes[6] ?? 0;
  const wide = version >= 2;
  const start = wide ? 12 : 10;
  if (bytes.length < start) throw new Unreadable('an NPY file that ends in its header');
  const view = viewOf(bytes);
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const descr = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z]\d*)'/.exec(header);
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header)?.[1];
  const type = descr?.[2] ?? '';
  if (!isType(type) || !fortran || sizes === undefined) {
    const found = /'descr'\s*:\s*([^,]+)/.exec(header)?.[1] ?? header;
    throw new Unreadable(`an array of ${found.slice(0, 60)}: numbers or booleans can be read`);
  }
  const shape = sizes.match(/\d+/g)?.map(Number) ?? [];
  const values = valuesAt(bytes, start + length, shape, type, descr?.[1] !== '>');
  return { shape, type, values: fortran === 'True' ? toRowMajor(values, shape) : values };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function valuesAt(
  bytes: Uint8Array,
  start: number,
  shape: readonly number[],
  type: NumberArray['type'],
  little: boolean,
): Values {
  const { bytes: size, read, Values }: Element = ELEMENTS[type];
  const count = product(shape);
  const has = bytes.length - start;
  if (has < count * size)
    throw new Unreadable(
      `it should hold ${shape.join(' × ')} values, ${count * size} bytes, and ends after ${has}`,
    );
  if (type === 'u1') return bytes.subarray(start, start + count);
  const view = viewOf(bytes);
  const values = new Values(count);
  for (let i = 0; i < count; i++) values[i] = read(view, start + i * size, little);
  return values;
}

/** Fortran order has the first index run fastest. */
function toRowMajor(values: Values, shape: readonly number[]): Values {
  const out = values.slice();
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => product(shape.slice(0, axis)));
  for (let at = 0; at < out.length; at++) {
    let from = 0;
    for (const [axis, i] of index.entries()) from += i * (strides[axis] ?? 0);
    out[at] = values[from] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
  return out;
}
