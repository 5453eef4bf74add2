/**
 * The gradient of a convolution's kernel and bias:
 *
 *   dkernel[ky][kx][i][o] = Σ_image Σ_y,x input[y + ky][x + kx][i] · dy[y][x][o]     dbias[o] = Σ dy[…][o]
 *
 * For one ky, (kx, i) is a run of kernelSize · channels values that follow one another in the bordered input, so a
 * tile is six of a run by eight outputs. A thread owns whole tiles and sums each over all images, one image after
 * another while it is in the second-level cache: no sum is ever split.
 *
 * Arguments: x (address of the border's corner), bytes an image, a row; dy (address of its first inner pixel), bytes
 * an image, a row; height, width, input channels, output channels, kernel size, stride;
 * dkernel, dbias.
 */
import { FilterGradient } from '../src/engine/wasm/kernels';
import { outerTile, SUMS_BYTES, sumTile, tileWidth } from './outerTile';
import { storeLanes } from './simd';
import { batch, firstUnit, lastUnit, scratch } from './state';

export function filterGradient(a: usize): void {
  const x = load<usize>(a, 4 * FilterGradient.x);
  const dy = load<usize>(a, 4 * FilterGradient.dy);
  const height = load<i32>(a, 4 * FilterGradient.height);
  const width = load<i32>(a, 4 * FilterGradient.width);
  const inputs = load<i32>(a, 4 * FilterGradient.inputs);
  const outputs = load<i32>(a, 4 * FilterGradient.outputs);
  const kernelSize = load<i32>(a, 4 * FilterGradient.size);
  const dkernel = load<usize>(a, 4 * FilterGradient.dkernel);
  const dbias = load<usize>(a, 4 * FilterGradient.dbias);
  const stride = load<usize>(a, 4 * FilterGradient.stride);
  const xPixel = <usize>inputs * 4 * stride;
  const dyPixel = <usize>outputs * 4;
  const xSkip = load<usize>(a, 4 * FilterGradient.xRow) * stride - <usize>width * xPixel;
  const dySkip = load<usize>(a, 4 * FilterGradient.dyRow) - <usize>width * dyPixel;
  const run = kernelSize * inputs;
  const wide = tileWidth(run);
  const perRow = (run + wide - 1) / wide;
  // One more than the kernel's own tiles: the bias.
  const perBlock = kernelSize * perRow + 1;
  const units = ((outputs + 7) / 8) * perBlock;
  const first = firstUnit(units);
  const end = lastUnit(units);
  memory.fill(scratch, 0, <usize>(end - first) * SUMS_BYTES);

  for (let image = 0; image < batch; image++) {
    const xImage = x + <usize>image * load<usize>(a, 4 * FilterGradient.xImage);
    const dyImage = dy + <usize>image * load<usize>(a, 4 * FilterGradient.dyImage);
    for (let unit = first; unit < end; unit++) {
      const tile = unit % perBlock;
      const dyFrom = dyImage + <usize>(unit / perBlock) * 32;
      const sums = scratch + <usize>(unit - first) * SUMS_BYTES;
      if (tile === perBlock - 1) {
        sumTile(dyFrom, height, width, dyPixel, dySkip, sums);
        continue;
      }
      const xFrom =
        xImage +
        <usize>(tile / perRow) * load<usize>(a, 4 * FilterGradient.xRow) +
        <usize>((tile % perRow) * wide) * 4;
      outerTile(wide, xFrom, dyFrom, height, width, xPixel, dyPixel, xSkip, dySkip, sums);
    }
  }

  for (let unit = first; unit < end; unit++) {
    const tile = unit % perBlock;
    const output = (unit / perBlock) * 8;
    const lanes = min(8, outputs - output);
    const sums = scratch + <usize>(unit - first) * SUMS_BYTES;
    if (tile === perBlock - 1) {
      storeLanes(dbias + <usize>output * 4, v128.load(sums), v128.load(sums, 16), lanes);
      continue;
    }
    const from = (tile % perRow) * wide;
    const rows = min(wide, run - from);
    const row = (tile / perRow) * run + from;
    for (let j = 0; j < rows; j++) {
      const to = dkernel + <usize>((row + j) * outputs + output) * 4;
      const sum = sums + <usize>j * 32;
      storeLanes(to, v128.load(sum), v128.load(sum, 16), lanes);
    }
  }
}
