/**
 * Convolution kernels in the order in which multiplyTile.ts reads them: [outputs / 8][kernelSize² · inputs][8], the
 * last block filled up with zeros. For the input gradient the kernel is turned round and its channels swapped:
 * packed[i / 8][(ky, kx, o)][i mod 8] = kernel[first − ky · rowStep − kx · columnStep][i][o], where first is the last tap
 * of all, or with a stride the last of some that lie a stride apart.
 *
 * Arguments: kernel [kernelSize², inputs, outputs], rows and columns of packed taps, inputs, outputs, packed, turned; if
 * it is, first, rowStep, columnStep.
 */
import { PackKernel } from '../src/engine/wasm/kernels';
import { firstUnit, lastUnit } from './state';

export function packKernel(a: usize): void {
  const kernel = load<usize>(a, 4 * PackKernel.kernel);
  const taps = load<i32>(a, 4 * PackKernel.rows) * load<i32>(a, 4 * PackKernel.columns);
  const inputs = load<i32>(a, 4 * PackKernel.inputs);
  const outputs = load<i32>(a, 4 * PackKernel.outputs);
  const packed = load<usize>(a, 4 * PackKernel.packed);
  if (load<i32>(a, 4 * PackKernel.turned)) packTurned(a, kernel, taps, inputs, outputs, packed);
  else packStraight(kernel, taps * inputs, outputs, packed);
}

function packStraight(kernel: usize, rows: i32, outputs: i32, packed: usize): void {
  const blocks = (outputs + 7) / 8;
  for (let block = firstUnit(blocks), end = lastUnit(blocks); block < end; block++) {
    const lanes = min(8, outputs - block * 8);
    let from = kernel + <usize>block * 32;
    let to = packed + <usize>(block * rows) * 32;
    for (let row = 0; row < rows; row++) {
      if (lanes === 8) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let i = 0; i < 8; i++)
          store<f32>(to + <usize>i * 4, i < lanes ? load<f32>(from + <usize>i * 4) : 0);
      }
      from += <usize>outputs * 4;
      to += 32;
    }
  }
}

function packTurned(a: usize, kernel: usize, taps: i32, inputs: i32, outputs: i32, packed: usize): void {
  const blocks = (inputs + 7) / 8;
  // A unit is one tap of one block: blocks alone would be too few for the threads.
  const units = blocks * taps;
  const stride = <usize>outputs * 4;
  const columns = load<i32>(a, 4 * PackKernel.columns);
  const last = load<i32>(a, 4 * PackKernel.first);
  const rowStep = load<i32>(a, 4 * PackKernel.rowStep);
  const columnStep = load<i32>(a, 4 * PackKernel.columnStep);
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const block = unit / taps;
    const tap = unit % taps;
    const source = last - (tap / columns) * rowStep - (tap % columns) * columnStep;
    const lanes = min(8, inputs - block * 8);
    let from = kernel + <usize>(source * inputs + block * 8) * stride;
    let to = packed + <usize>(unit * outputs) * 32;
    for (let output = 0; output < outputs; output++) {
      for (let i = 0; i < 8; i++)
        store<f32>(to + <usize>i * 4, i < lanes ? load<f32>(from + <usize>i * stride) : 0);
      from += 4;
      to += 32;
    }
  }
}
