/**
 * y = a + b, then ReLU if asked for: the sum of two branches, or of two gradients of one value. y may be a or b.
 *
 * Arguments: a, b, y by the addresses of their first inner pixels, bytes an image, a row each; height, values a row,
 * relu. Unit: a row of an image.
 */
import { Add, Copy } from '../src/engine/wasm/kernels';
import { batch, firstUnit, lastUnit } from './state';

export function add(a: usize): void {
  const height = load<i32>(a, 4 * Add.height);
  const bytes = load<usize>(a, 4 * Add.rowLength) << 2;
  const floor: f32 = load<i32>(a, 4 * Add.relu) ? 0 : -Infinity;
  const floors = f32x4.splat(floor);
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const image = <usize>(unit / height);
    const row = <usize>(unit % height);
    const left =
      load<usize>(a, 4 * Add.a) + image * load<usize>(a, 4 * Add.aImage) + row * load<usize>(a, 4 * Add.aRow);
    const right =
      load<usize>(a, 4 * Add.b) + image * load<usize>(a, 4 * Add.bImage) + row * load<usize>(a, 4 * Add.bRow);
    const y =
      load<usize>(a, 4 * Add.y) + image * load<usize>(a, 4 * Add.yImage) + row * load<usize>(a, 4 * Add.yRow);
    let at: usize = 0;
    // sum < floor ? floor : sum keeps a NaN, which has to reach the loss.
    for (; at + 16 <= bytes; at += 16)
      v128.store(y + at, f32x4.pmax(f32x4.add(v128.load(left + at), v128.load(right + at)), floors));
    for (; at < bytes; at += 4) {
      const sum = load<f32>(left + at) + load<f32>(right + at);
      store<f32>(y + at, sum < floor ? floor : sum);
    }
  }
}

/** y = x, in another place. Arguments: x and y as above; height, values a row. Unit: a row of an image. */
export function copy(a: usize): void {
  const height = load<i32>(a, 4 * Copy.height);
  const bytes = load<usize>(a, 4 * Copy.rowLength) << 2;
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const image = <usize>(unit / height);
    const row = <usize>(unit % height);
    const x =
      load<usize>(a, 4 * Copy.x) +
      image * load<usize>(a, 4 * Copy.xImage) +
      row * load<usize>(a, 4 * Copy.xRow);
    const y =
      load<usize>(a, 4 * Copy.y) +
      image * load<usize>(a, 4 * Copy.yImage) +
      row * load<usize>(a, 4 * Copy.yRow);
    memory.copy(y, x, bytes);
  }
}
