/**
 * The gradient of a ReLU whose output is y, where no norm follows it that could do this on the way:
 * dx = dy where y > 0. With dy = y, of a y that is not cut off yet, it is the ReLU itself. Arguments: y, bytes an image,
 * a row; dx, bytes an image, a row; height, values a row, dy. y and dx by the address of their first inner pixel, dy
 * without gaps. Unit: a row of an image.
 */
import { ReluGradient } from '../src/engine/wasm/kernels';
import { maskRow } from './affine';
import { batch, firstUnit, lastUnit } from './state';

export function reluGradient(a: usize): void {
  const height = load<i32>(a, 4 * ReluGradient.height);
  const length = load<i32>(a, 4 * ReluGradient.rowLength);
  const units = batch * height;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const image = <usize>(unit / height);
    const row = <usize>(unit % height);
    const y =
      load<usize>(a, 4 * ReluGradient.y) +
      image * load<usize>(a, 4 * ReluGradient.yImage) +
      row * load<usize>(a, 4 * ReluGradient.yRow);
    const dx =
      load<usize>(a, 4 * ReluGradient.dx) +
      image * load<usize>(a, 4 * ReluGradient.dxImage) +
      row * load<usize>(a, 4 * ReluGradient.dxRow);
    maskRow(y, load<usize>(a, 4 * ReluGradient.dy) + <usize>(unit * length) * 4, dx, length);
  }
}
