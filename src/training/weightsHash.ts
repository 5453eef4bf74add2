/** Names a run's final weights by a hash, so that two runs of one link can be told to be the same to the bit. */
import { sha256 } from '../data/sha256.ts';
import type { Network } from '../network/layers.ts';
import { type Parameters, parameterSpecs } from '../network/parameters.ts';

/**
 * SHA-256 of all weights (moving statistics included, optimizer slots not), float32 little-endian, in the documented
 * order of `parameterSpecs`; undefined where the platform has no SHA-256 (plain http from another machine).
 */
export function weightsSha256(network: Network, parameters: Parameters): Promise<string | undefined> {
  const arrays = parameterSpecs(network).flatMap(({ name, role }) =>
    role === 'slot' ? [] : [parameters.get(name) ?? new Float32Array()],
  );
  const bytes = new Uint8Array(arrays.reduce((sum, values) => sum + values.byteLength, 0));
  let at = 0;
  for (const values of arrays) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return sha256(bytes);
}
