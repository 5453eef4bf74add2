/**
 * The step's images, from bytes to floats: value / 255, into a bordered input. A work unit is one image.
 *
 * Arguments: list of addresses of images, height, bytes a row of pixels (width · channels); to (address of its first
 * inner pixel), bytes an image, a row.
 */
import { LoadImages } from '../src/engine/wasm/kernels';
import { batch, firstUnit, lastUnit } from './state';

export function loadImages(a: usize): void {
  const list = load<usize>(a, 4 * LoadImages.images);
  const height = load<i32>(a, 4 * LoadImages.height);
  const width = load<i32>(a, 4 * LoadImages.rowBytes);
  const scale = f32x4.splat(255);
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    let from = load<usize>(list + <usize>image * 4);
    for (let y = 0; y < height; y++) {
      const to =
        load<usize>(a, 4 * LoadImages.y) +
        <usize>image * load<usize>(a, 4 * LoadImages.yImage) +
        <usize>y * load<usize>(a, 4 * LoadImages.yRow);
      let x = 0;
      for (; x + 4 <= width; x += 4) {
        const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(from + x)));
        v128.store(to + <usize>x * 4, f32x4.div(f32x4.convert_i32x4_s(words), scale));
      }
      for (; x < width; x++) store<f32>(to + <usize>x * 4, <f32>load<u8>(from + x) / 255);
      from += width;
    }
  }
}
