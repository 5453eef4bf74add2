/**
 * A dense kernel's gradient, formed where it is used: dkernel = xᵀ · dy, a few rows at a time in scratch, and the
 * optimizer's update of those rows straight after, so that no gradient ever goes through memory.
 *
 * Arguments: optimizer, whether it decays, x, dy, inputs, outputs, kernel, first slots, second slots, dkernel: where that is not 0 the
 * gradient is stored there and nothing is updated (conformance tests); dx: where that is not 0 and the batch is small,
 * the input gradient is formed first, so that the kernel goes through memory once for both.
 */
import { DenseUpdate, Size, SumBatch, Tiled } from '../src/engine/wasm/kernels';
import { inputGradientRows, TILED } from './dense';
import { updateRange } from './optimizer';
import { outerTile, SUMS_BYTES } from './outerTile';
import { multiplyAdd, storeLanes } from './simd';
import { batch, firstUnit, lastUnit, narrow, scratch } from './state';

/** Rows at a time: a tile's width; a common multiple, so that shares are the same with both. */
const ROWS: i32 = Size.updateRows;
/** Below this many images a row is summed as a whole, from there on in register tiles. */
const SUMMED: i32 = Tiled.denseUpdate;

export function denseUpdate(a: usize): void {
  const x = load<usize>(a, 4 * DenseUpdate.x);
  const dy = load<usize>(a, 4 * DenseUpdate.dy);
  const inputs = load<i32>(a, 4 * DenseUpdate.inputs);
  const outputs = load<i32>(a, 4 * DenseUpdate.outputs);
  const row = <usize>outputs * 4;
  const units = (inputs + ROWS - 1) / ROWS;
  for (let unit = firstUnit(units), end = lastUnit(units); unit < end; unit++) {
    const input = unit * ROWS;
    const rows = min(ROWS, inputs - input);
    const dx = load<usize>(a, 4 * DenseUpdate.dx);
    if (dx && batch < TILED)
      inputGradientRows(dy, inputs, outputs, load<usize>(a, 4 * DenseUpdate.kernel), dx, input, input + rows);
    if (batch < SUMMED) sumRows(x + <usize>input * 4, dy, inputs, outputs, rows);
    else tileRows(x + <usize>input * 4, dy, inputs, outputs, rows);
    const offset = <usize>input * row;
    if (load<usize>(a, 4 * DenseUpdate.dkernel)) {
      memory.copy(load<usize>(a, 4 * DenseUpdate.dkernel) + offset, scratch, <usize>rows * row);
      continue;
    }
    updateRange(
      load<i32>(a, 4 * DenseUpdate.optimizer),
      load<i32>(a, 4 * DenseUpdate.decays) !== 0,
      load<usize>(a, 4 * DenseUpdate.kernel) + offset,
      scratch,
      load<usize>(a, 4 * DenseUpdate.firstSlots) + offset,
      load<usize>(a, 4 * DenseUpdate.secondSlots) + offset,
      rows * outputs,
    );
  }
}

/** Rows of the gradient into scratch; the last vector of a row may spill into the next, which is written after it. */
function sumRows(x: usize, dy: usize, inputs: i32, outputs: i32, rows: i32): void {
  const row = <usize>outputs * 4;
  const next = <usize>inputs * 4;
  for (let j = 0; j < rows; j++) {
    const to = scratch + <usize>j * row;
    for (let at: usize = 0; at < row; at += 16) {
      let sum = f32x4.mul(v128.load_splat<f32>(x), v128.load(dy + at));
      let xImage = x;
      let dyImage = dy + at;
      for (let image = 1; image < batch; image++) {
        xImage += next;
        dyImage += row;
        sum = multiplyAdd(v128.load_splat<f32>(xImage), v128.load(dyImage), sum);
      }
      v128.store(to + at, sum);
    }
    x += 4;
  }
}

function tileRows(x: usize, dy: usize, inputs: i32, outputs: i32, rows: i32): void {
  const row = <usize>outputs * 4;
  const width = narrow ? 4 : 6;
  // One tile's sums stand behind the rows.
  const sums = scratch + row * ROWS + 64;
  for (let first = 0; first < rows; first += width) {
    for (let output = 0; output < outputs; output += 8) {
      memory.fill(sums, 0, SUMS_BYTES);
      const from = dy + <usize>output * 4;
      outerTile(width, x + <usize>first * 4, from, 1, batch, <usize>inputs * 4, row, 0, 0, sums);
      for (let j = 0; j < min(width, rows - first); j++) {
        const sum = sums + <usize>j * 32;
        const to = scratch + <usize>(first + j) * row + <usize>output * 4;
        storeLanes(to, v128.load(sum), v128.load(sum, 16), min(8, outputs - output));
      }
    }
  }
}

/** A dense layer's bias gradient: sums over the batch. Arguments: dy, outputs, dbias. */
export function sumBatch(a: usize): void {
  const dy = load<usize>(a, 4 * SumBatch.values);
  const outputs = load<i32>(a, 4 * SumBatch.channels);
  const dbias = load<usize>(a, 4 * SumBatch.sums);
  const row = <usize>outputs * 4;
  const blocks = (outputs + 7) / 8;
  for (let block = firstUnit(blocks), end = lastUnit(blocks); block < end; block++) {
    const offset = <usize>block * 32;
    let low = f32x4.splat(0);
    let high = low;
    for (let image = 0; image < batch; image++) {
      const from = dy + offset + <usize>image * row;
      low = f32x4.add(low, v128.load(from));
      high = f32x4.add(high, v128.load(from, 16));
    }
    storeLanes(dbias + offset, low, high, min(8, outputs - block * 8));
  }
}
