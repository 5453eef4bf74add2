/**
 * Values that a kernel starts from, each kernel from a stream named after it: networks that differ only in their norm
 * start from the same kernels. A kernel counts as a matrix, all axes but the last as its rows.
 *
 *   glorot-uniform   even between ±√(6 / (fan in + fan out))                  (Glorot & Bengio 2010)
 *   he-normal        normal, variance 2 / fan in, not truncated               (He et al. 2015)
 *   orthogonal       columns, or rows where those are fewer, of length 1 and at right angles to each other: normal
 *                    numbers made so one after another (modified Gram–Schmidt)  (Saxe et al. 2014)
 */
import { normal } from '../random/normal.ts';
import { streamKey, uniform } from '../random/streams.ts';
import type { Initializer } from '../spec/experiment.ts';
import { type Shape, sizeOf } from './layers.ts';

/** @param name the kernel's */
export function initialKernel(kind: Initializer, seed: number, name: string, shape: Shape): Float32Array {
  const key = streamKey(seed, `init/${name}`);
  const receptive = sizeOf(shape.slice(0, -2));
  const [fanIn = 1, fanOut = 1] = shape.slice(-2).map((n) => n * receptive);
  switch (kind) {
    case 'glorot-uniform': {
      const limit = Math.sqrt(6 / (fanIn + fanOut));
      return uniform(key, sizeOf(shape), -limit, limit);
    }
    case 'he-normal': {
      const deviation = Math.sqrt(2 / fanIn);
      return Float32Array.from(normal(key, sizeOf(shape)), (value) => deviation * value);
    }
    case 'orthogonal': {
      const columns = shape.at(-1) ?? 1;
      const rows = sizeOf(shape) / columns;
      const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
      const vectors = orthonormal(normal(key, count * length), count, length);
      if (columns > rows) return Float32Array.from(vectors);
      return Float32Array.from(
        vectors,
        (_, i) => vectors[(i % columns) * length + Math.floor(i / columns)] as number,
      );
    }
    default:
      return kind satisfies never;
  }
}

/** Vectors that stay in a processor's cache while all behind them are taken off their shares. */
const BLOCK = 16;

/** `count` vectors of `length` values, one behind another, made orthonormal in place. */
function orthonormal(values: Float64Array, count: number, length: number): Float64Array {
  const vectors = Array.from({ length: count }, (_, i) => values.subarray(i * length, (i + 1) * length));
  for (let first = 0; first < count; first += BLOCK) {
    const before: Float64Array[] = [];
    for (const [i, vector] of vectors.slice(first).entries()) {
      for (const other of before) subtractShare(vector, other);
      if (i >= BLOCK) continue;
      const scale = 1 / Math.sqrt(product(vector, vector));
      for (let k = 0; k < length; k++) vector[k] = (vector[k] as number) * scale;
      before.push(vector);
    }
  }
  return values;
}

/** Takes off a vector what it has of another, which has length 1. */
function subtractShare(vector: Float64Array, other: Float64Array): void {
  const share = product(vector, other);
  for (let k = 0; k < vector.length; k++) vector[k] = (vector[k] as number) - share * (other[k] as number);
}

/** In four sums, which a processor adds to at the same time: the reference CNN's dense kernel takes a second. */
function product(a: Float64Array, b: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 4 <= a.length; k += 4) {
    s0 += (a[k] as number) * (b[k] as number);
    s1 += (a[k + 1] as number) * (b[k + 1] as number);
    s2 += (a[k + 2] as number) * (b[k + 2] as number);
    s3 += (a[k + 3] as number) * (b[k + 3] as number);
  }
  for (; k < a.length; k++) s0 += (a[k] as number) * (b[k] as number);
  return s0 + s1 + (s2 + s3);
}
