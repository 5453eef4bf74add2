/**
 * 3×3 convolutions by Winograd's minimal filtering (Lavin & Gray, 'Fast algorithms for convolutional neural networks',
 * CVPR 2016): F(4×4, 3×3), 36 multiplications for 16 outputs where the direct way takes 144.
 *
 *   y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A      d: a window of x, 6 wide, g: a kernel, y: 4 × 4 outputs
 *
 * The matrices stand in winogradFour.ts. For each position of a window that is a matrix product over
 * channels, done by multiplyTile.ts with windows as pixels. A chunk of windows is transformed, multiplied and transformed
 * back while it is in the second-level cache. Arguments as convolve's (channels multiples of 4) and packKernel's.
 */
import { Convolve, PackKernel, Size } from '../src/engine/wasm/kernels';
import { tilePixels } from './multiplyTile';
import { batch, firstUnit, lastUnit, scratch } from './state';
import { multiplyWindows } from './windowTile';
import { kernelFour, productsFour, windowFour } from './winogradFour';

/** Outputs a side of a window, and values for which one has a matrix product. */
const SIDE: i32 = Size.windowSide;
const POSITIONS: i32 = (SIDE + 2) * (SIDE + 2);
/** Windows in a chunk. */
const WINDOWS: i32 = Size.windows;
/** Scratch: the list of windows, vectors in between, then transformed windows and products. */
const CHUNK: usize = Size.beforeWindows;
/** Between positions: without it those of many channels meet in the same few lines of the first-level cache. */
const GAP: usize = Size.positionGap;

/** packed[position][outputs / 8][input][8] = G g Gᵀ. Unit: an input of a block of eight outputs. */
export function packWinograd(a: usize): void {
  const kernel = load<usize>(a, 4 * PackKernel.kernel);
  const turned = load<i32>(a, 4 * PackKernel.turned) !== 0;
  const inputs = load<i32>(a, 4 * PackKernel.inputs);
  const outputs = load<i32>(a, 4 * PackKernel.outputs);
  const from = turned ? outputs : inputs;
  const blocks = ((turned ? inputs : outputs) + 7) / 8;
  const units = blocks * from;
  const position = <usize>units * 32 + GAP;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const block = unit / from;
    const channel = unit % from;
    for (let tap = 0; tap < 9; tap++) {
      const to = scratch + <usize>tap * 32;
      if (turned) gatherTurned(kernel, 8 - tap, inputs, outputs, block * 8, channel, to);
      else {
        const row = kernel + <usize>((tap * inputs + channel) * outputs + block * 8) * 4;
        memory.copy(to, row, <usize>min(8, outputs - block * 8) * 4);
      }
    }
    const to = load<usize>(a, 4 * PackKernel.packed) + <usize>unit * 32;
    for (let lanes: usize = 0; lanes < 32; lanes += 16) kernelFour(scratch + lanes, to + lanes, position);
  }
}

/** Eight input channels of one tap and output, as lanes. */
function gatherTurned(
  kernel: usize,
  tap: i32,
  inputs: i32,
  outputs: i32,
  first: i32,
  output: i32,
  to: usize,
): void {
  for (let i = first; i < min(first + 8, inputs); i++)
    store<f32>(
      to + <usize>(i - first) * 4,
      load<f32>(kernel + <usize>((tap * inputs + i) * outputs + output) * 4),
    );
}

export function convolveWinograd(a: usize): void {
  const height = load<i32>(a, 4 * Convolve.height);
  const width = load<i32>(a, 4 * Convolve.width);
  const inputs = load<i32>(a, 4 * Convolve.inputs);
  const outputs = load<i32>(a, 4 * Convolve.outputs);
  const columns = (width + SIDE - 1) / SIDE;
  const perImage = ((height + SIDE - 1) / SIDE) * columns;
  const packed = load<usize>(a, 4 * Convolve.packed);
  const xRow = load<usize>(a, 4 * Convolve.xRow);
  const windows = scratch + CHUNK;
  const xPosition = <usize>(WINDOWS * inputs) * 4 + GAP;
  const yPosition = <usize>(WINDOWS * outputs) * 4 + GAP;
  const products = windows + <usize>POSITIONS * xPosition;
  const kernelPosition = <usize>(((outputs + 7) / 8) * inputs) * 32 + GAP;
  const unit = tilePixels();
  const units = (batch * perImage + unit - 1) / unit;
  const end = min(lastUnit(units) * unit, batch * perImage);
  for (let first = firstUnit(units) * unit; first < end; first += WINDOWS) {
    const count = min(WINDOWS, end - first);
    for (let i = 0; i < count; i++) {
      const image = <usize>((first + i) / perImage);
      const row = (((first + i) % perImage) / columns) * SIDE;
      const column = (((first + i) % perImage) % columns) * SIDE;
      const x =
        load<usize>(a, 4 * Convolve.x) +
        image * load<usize>(a, 4 * Convolve.xImage) +
        <usize>row * xRow +
        <usize>(column * inputs) * 4;
      const to = windows + <usize>(i * inputs) * 4;
      windowFour(x, xRow, inputs, to, xPosition, 0, 6, height + 1 - row, width + 1 - column);
    }
    for (let position = 0; position < POSITIONS; position++) {
      const from = windows + <usize>position * xPosition;
      const to = products + <usize>position * yPosition;
      multiplyWindows(from, count, inputs, packed + <usize>position * kernelPosition, to, outputs);
    }
    for (let i = 0; i < count; i++) {
      const image = <usize>((first + i) / perImage);
      const row = (((first + i) % perImage) / columns) * SIDE;
      const column = (((first + i) % perImage) % columns) * SIDE;
      const y =
        load<usize>(a, 4 * Convolve.y) +
        image * load<usize>(a, 4 * Convolve.yImage) +
        <usize>row * load<usize>(a, 4 * Convolve.yRow) +
        <usize>(column * outputs) * 4;
      const from = products + <usize>(i * outputs) * 4;
      productsFour(a, from, yPosition, y, outputs, min(4, height - row), width - column);
    }
  }
}
