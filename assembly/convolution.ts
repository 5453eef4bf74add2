/**
 * Convolution, odd kernels, over NHWC images with a border of zeros, half a kernel wide; bias and ReLU fused. The input
 * gradient is the same convolution, of dy with the kernel turned round and its channels swapped (packKernel.ts); with a
 * stride it is several, each of every so manieth row and column of the kernel and of dx, which need not lie together.
 *
 * Arguments: x (address of what the kernel's first tap reads for the first pixel), bytes an image, a row; y (address of
 * its first inner pixel), bytes an image, from row to row; height, width, input channels, output channels, bytes from
 * pixel to pixel of y; the kernel's rows and columns (without any, y becomes the bias), stride, packed kernel, bias, relu.
 */
import { Convolve } from '../src/engine/wasm/kernels';
import { fillList, LISTED, multiplyPixels, setPixel, tilePixels } from './multiplyTile';
import { batch, firstUnit, lastUnit, scratch } from './state';

/** Lists pixels first … first + count − 1 of the batch, in the order of the images' rows. */
function listPixels(a: usize, first: i32, count: i32): void {
  const height = load<i32>(a, 4 * Convolve.height);
  const width = load<i32>(a, 4 * Convolve.width);
  const stride = load<usize>(a, 4 * Convolve.stride);
  const xPixel = (load<usize>(a, 4 * Convolve.inputs) << 2) * stride;
  const xRow = load<usize>(a, 4 * Convolve.xRow) * stride;
  const yPixel = load<usize>(a, 4 * Convolve.yPixel);
  let column = first % width;
  let row = (first / width) % height;
  let image = first / (width * height);
  for (let i = 0; i < count; image++) {
    const xImage = load<usize>(a, 4 * Convolve.x) + <usize>image * load<usize>(a, 4 * Convolve.xImage);
    const yImage = load<usize>(a, 4 * Convolve.y) + <usize>image * load<usize>(a, 4 * Convolve.yImage);
    for (; row < height && i < count; row++) {
      let x = xImage + <usize>row * xRow + <usize>column * xPixel;
      let y = yImage + <usize>row * load<usize>(a, 4 * Convolve.yRow) + <usize>column * yPixel;
      for (; column < width && i < count; column++) {
        setPixel(scratch, i++, x, y);
        x += xPixel;
        y += yPixel;
      }
      column = 0;
    }
    row = 0;
  }
  fillList(scratch, count);
}

export function convolve(a: usize): void {
  const pixels = batch * load<i32>(a, 4 * Convolve.height) * load<i32>(a, 4 * Convolve.width);
  const outputs = load<i32>(a, 4 * Convolve.outputs);
  const rows = load<i32>(a, 4 * Convolve.rows);
  const run = load<i32>(a, 4 * Convolve.columns) * load<i32>(a, 4 * Convolve.inputs);
  const skip = load<usize>(a, 4 * Convolve.xRow) - <usize>run * 4;
  const packed = load<usize>(a, 4 * Convolve.packed);
  const bias = load<usize>(a, 4 * Convolve.bias);
  const relu = load<i32>(a, 4 * Convolve.relu) !== 0;
  const blockBytes = <usize>(rows * run) * 32;
  // A bias is absent from the input gradient: eight zeros stand in for it, and do not move on.
  const biasStep: usize = load<i32>(a, 4 * Convolve.hasBias) !== 0 ? 32 : 0;
  const unit = tilePixels();
  const units = (pixels + unit - 1) / unit;
  const end = min(lastUnit(units) * unit, pixels);
  // A list of pixels shares each block of the kernel while it is in the first-level cache.
  for (let first = firstUnit(units) * unit; first < end; first += LISTED) {
    const count = min(LISTED, end - first);
    listPixels(a, first, count);
    let kernel = packed;
    let blockBias = bias;
    for (let output = 0; output < outputs; output += 8) {
      const lanes = min(8, outputs - output);
      multiplyPixels(scratch, count, kernel, rows, run, skip, blockBias, relu, <usize>output * 4, lanes);
      kernel += blockBytes;
      blockBias += biasStep;
    }
  }
}
