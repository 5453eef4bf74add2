/**
 * Whether relaxed SIMD's multiply-add rounds once here. The instruction may round once or twice, as suits the machine;
 * engines differ in that on one machine (V8 fuses, JavaScriptCore of WebKitGTK 2.50 does not), and with it every bit of
 * a curve. Where it is not fused the strict build has the same speed and the same bits as everywhere.
 * https://github.com/WebAssembly/relaxed-simd
 */

/** `(func (export "f") (param f32 f32 f32) (result f32))`: the first lane of `f32x4.relaxed_madd` of the three, splat. */
const PROBE = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7d, 0x7d, 0x7d, 0x01, 0x7d],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
  ...[0x0a, 0x16, 0x01, 0x14, 0x00],
  ...[0x20, 0x00, 0xfd, 0x13, 0x20, 0x01, 0xfd, 0x13, 0x20, 0x02, 0xfd, 0x13],
  ...[0xfd, 0x85, 0x02, 0xfd, 0x1f, 0x00, 0x0b],
]);

/** Of (1 + 2⁻¹²)² − (1 + 2⁻¹¹) a product that is rounded leaves nothing. */
const FACTOR = 1 + 2 ** -12;
const SUBTRAHEND = 1 + 2 ** -11;

export function fusesMultiplyAdd(): boolean {
  if (!WebAssembly.validate(PROBE)) return false;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(PROBE));
  const multiplyAdd = exports.f;
  return typeof multiplyAdd === 'function' && multiplyAdd(FACTOR, FACTOR, -SUBTRAHEND) === 2 ** -24;
}
