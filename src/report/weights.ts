/** Weights on their way into a file. */
import { type Shape, sizeOf } from '../network/layers.ts';
import type { Parameters } from '../network/parameters.ts';

/** A parameter's values, checked: a file with too few of them would open and be wrong. */
export function valuesOf(parameters: Parameters, name: string, shape: Shape): Float32Array {
  const values = parameters.get(name);
  const size = sizeOf(shape);
  if (values?.length !== size) {
    throw new Error(
      `${name}: ${values?.length ?? 'no'} values where its shape [${shape.join(', ')}] has ${size}`,
    );
  }
  return values;
}

/** The arrays one after the other, float32 little-endian as every format here has it. */
export function littleEndian(arrays: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)));
  let at = 0;
  for (const values of arrays) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return new Uint8Array(view.buffer);
}
