/** A parameter's values, checked: a file with too few of them would open and be wrong. */
import { type Shape, sizeOf } from '../network/layers.ts';
import type { Parameters } from '../network/parameters.ts';

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
