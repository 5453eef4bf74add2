/**
 * Global average pooling: y[c] = Σ_p x[p][c] / pixels, and dx[p][c] = dy[c] / pixels.
 *
 * Arguments: x (address of its first inner pixel), bytes an image, a row; y [batch, channels]; height, width, channels.
 * For the gradient dx and dy in their places. Unit: an image.
 */
import { GlobalPool } from '../src/engine/wasm/kernels';
import { sumChannels } from './moments';
import { batch, firstUnit, lastUnit } from './state';

/** x without gaps. */
export function globalPool(a: usize): void {
  const channels = load<i32>(a, 4 * GlobalPool.channels);
  const pixels = load<i32>(a, 4 * GlobalPool.height) * load<i32>(a, 4 * GlobalPool.width);
  const bytes = <usize>channels * 4;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const x = load<usize>(a, 4 * GlobalPool.x) + <usize>image * load<usize>(a, 4 * GlobalPool.xImage);
    const y = load<usize>(a, 4 * GlobalPool.y) + <usize>image * bytes;
    sumChannels(x, pixels, channels, y);
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(y + at, load<f32>(y + at) / <f32>pixels);
  }
}

export function globalPoolGradient(a: usize): void {
  const height = load<i32>(a, 4 * GlobalPool.height);
  const width = load<i32>(a, 4 * GlobalPool.width);
  const pixels = <f32>(height * width);
  const bytes = load<usize>(a, 4 * GlobalPool.channels) << 2;
  for (let image = firstUnit(batch), end = lastUnit(batch); image < end; image++) {
    const first = load<usize>(a, 4 * GlobalPool.x) + <usize>image * load<usize>(a, 4 * GlobalPool.xImage);
    const dy = load<usize>(a, 4 * GlobalPool.y) + <usize>image * bytes;
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(first + at, load<f32>(dy + at) / pixels);
    for (let row = 0; row < height; row++) {
      const dx = first + <usize>row * load<usize>(a, 4 * GlobalPool.xRow);
      for (let column = row === 0 ? 1 : 0; column < width; column++)
        memory.copy(dx + <usize>column * bytes, first, bytes);
    }
  }
}
