/**
 * Convolution, stride 1, same padding, odd kernels, over zero-bordered NHWC images; bias and ReLU fused. The input
 * gradient is the same convolution, of dy with the kernel turned round and its channels swapped (packKernel.ts).
 *
 * Arguments: x (address of the border's corner), bytes an image, a row; y (address of its first inner pixel), bytes
 * an image, a row; height, width, input channels, output channels, kernel size, packed kernel, bias, relu.
 */
import { multiplyTile, TILE_BYTES, TILE_PIXELS } from './multiplyTile';
import { batch, firstUnit, lastUnit, scratch } from './state';

/** Tiles that share each block of the kernel while it is in the first-level cache. */
const CHUNK: i32 = 8;

/** Lists the addresses of a chunk's pixels, in the order of the image's rows; the last tile repeats its last pixel. */
function listPixels(a: usize, first: i32, count: i32, list: usize): void {
  const height = load<i32>(a, 24);
  const width = load<i32>(a, 28);
  const xPixel = load<usize>(a, 32) << 2;
  const yPixel = load<usize>(a, 36) << 2;
  let column = first % width;
  let row = (first / width) % height;
  let image = first / (width * height);
  let x: usize = 0;
  let y: usize = 0;
  let fresh = true;
  const slots = ((count + TILE_PIXELS - 1) / TILE_PIXELS) * TILE_PIXELS;
  for (let i = 0; i < slots; i++) {
    if (i < count) {
      if (fresh) {
        x = load<usize>(a) + image * load<usize>(a, 4) + row * load<usize>(a, 8) + column * xPixel;
        y = load<usize>(a, 12) + image * load<usize>(a, 16) + row * load<usize>(a, 20) + column * yPixel;
        fresh = false;
      } else {
        x += xPixel;
        y += yPixel;
      }
      if (++column === width) {
        column = 0;
        fresh = true;
        if (++row === height) {
          row = 0;
          image++;
        }
      }
    }
    const entry = list + <usize>(i / TILE_PIXELS) * TILE_BYTES + <usize>(i % TILE_PIXELS) * 4;
    store<usize>(entry, x);
    store<usize>(entry, y, 24);
  }
}

export function convolve(a: usize): void {
  const pixels = batch * load<i32>(a, 24) * load<i32>(a, 28);
  const outputs = load<i32>(a, 36);
  const kernelSize = load<i32>(a, 40);
  const run = kernelSize * load<i32>(a, 32);
  const skip = load<usize>(a, 8) - <usize>run * 4;
  const packed = load<usize>(a, 44);
  const bias = load<usize>(a, 48);
  const relu = load<i32>(a, 52) !== 0;
  const blockBytes = <usize>(kernelSize * run) * 32;
  // A bias is absent from the input gradient: eight zeros stand in for it, and do not move on.
  const biasStep: usize = load<i32>(a, 56) !== 0 ? 32 : 0;
  const tiles = (pixels + TILE_PIXELS - 1) / TILE_PIXELS;
  const end = lastUnit(tiles);
  for (let tile = firstUnit(tiles); tile < end; tile += CHUNK) {
    const count = min(CHUNK, end - tile);
    const first = tile * TILE_PIXELS;
    listPixels(a, first, min(count * TILE_PIXELS, pixels - first), scratch);
    let block = 0;
    for (let output = 0; output < outputs; output += 8, block++) {
      for (let i = 0; i < count; i++) {
        multiplyTile(
          scratch + <usize>i * TILE_BYTES,
          packed + <usize>block * blockBytes,
          kernelSize,
          run,
          skip,
          bias + <usize>block * biasStep,
          relu,
          <usize>output * 4,
          min(8, outputs - output),
        );
      }
    }
  }
}
