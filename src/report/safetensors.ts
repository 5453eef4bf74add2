/**
 * Weights in the safetensors format (https://github.com/huggingface/safetensors): the length of a JSON header as an
 * unsigned 64-bit little-endian number, the header, then the arrays one after the other without a gap. Names, shapes
 * and order are those of `parameterSpecs`.
 */
import { type Network, type Shape, sizeOf } from '../network/layers.ts';
import { type Parameters, parameterSpecs } from '../network/parameters.ts';
import type { DataSpec } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import { PROGRAM, VERSION } from './version.ts';

/** Text by key, as the format has it. */
export type Metadata = Readonly<Record<string, string>>;

const LENGTH_BYTES = 8;
/** The header is padded to it with spaces, so that the floats are aligned in the file. */
const ALIGNMENT = 8;

const LAYOUT =
  'Row-major float32. Convolution kernels are [height, width, in, out], dense kernels [in, out], images ' +
  '[height, width, channels]: transpose to (3, 2, 0, 1) and (1, 0) for PyTorch. Kernels are as trained: where the ' +
  'experiment says weights=standardized or weights=scaled, make them so before use.';

/** What a reader needs to know about the weights of an experiment. */
/** @param data the set that the weights were trained on */
export const weightsMetadata = (experiment: Experiment, data: DataSpec): Metadata => ({
  program: `${PROGRAM} ${VERSION}`,
  experiment: JSON.stringify(experiment),
  data: JSON.stringify(data),
  layout: LAYOUT,
});

export interface SafetensorsOptions {
  /** Whether the optimizer's state goes along, to train on elsewhere; without it, weights and moving statistics. */
  readonly slots?: boolean;
}

export function toSafetensors(
  network: Network,
  parameters: Parameters,
  metadata: Metadata,
  { slots = false }: SafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  const arrays = parameterSpecs(network)
    .filter(({ role }) => slots || role !== 'slot')
    .map(({ name, shape }) => ({ name, shape, values: valuesOf(parameters, name, shape) }));
  const header: Record<string, object> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, values } of arrays) {
    const start = end;
    end += values.byteLength;
    header[name] = { dtype: 'F32', shape, data_offsets: [start, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  bytes.set(text, LENGTH_BYTES);
  bytes.set(littleEndian(arrays.map(({ values }) => values)), LENGTH_BYTES + headerBytes);
  return bytes;
}

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
