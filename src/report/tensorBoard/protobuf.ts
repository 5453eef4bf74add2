/**
 * What TensorBoard's messages need of Protocol Buffers (https://protobuf.dev/programming-guides/encoding): each function
 * gives one field, and a message is its fields one after the other.
 */

export type Bytes = Uint8Array<ArrayBuffer>;

const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH_FIRST = 2;
const FOUR_BYTES = 5;

export function joined(...parts: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Seven bits a byte, the lowest first. @param value whole and not negative */
function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

const key = (field: number, wireType: number): Bytes => varint(field * 8 + wireType);

/** Of 0, which is what a field has when it is not there, nothing. */
export const int = (field: number, value: number): Bytes =>
  value === 0 ? joined() : joined(key(field, VARINT), varint(value));

/** Little-endian, without a key. */
export function doubles(values: readonly number[]): Bytes {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) view.setFloat64(8 * i, value, true);
  return new Uint8Array(view.buffer);
}

export const double = (field: number, value: number): Bytes =>
  joined(key(field, EIGHT_BYTES), doubles([value]));

export function float(field: number, value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joined(key(field, FOUR_BYTES), bytes);
}

export const bytes = (field: number, value: Bytes): Bytes =>
  joined(key(field, LENGTH_FIRST), varint(value.length), value);

export const text = (field: number, value: string): Bytes => bytes(field, new TextEncoder().encode(value));

export const message = (field: number, ...fields: readonly Bytes[]): Bytes => bytes(field, joined(...fields));
