/**
 * The filter gradient by way of winograd.ts: with U = G g Gᵀ and V = Bᵀ d B, y = Aᵀ (U ⊙ V) A gives
 *
 *   dU = Σ_windows V ⊙ (A dy Aᵀ)      dg = Gᵀ dU G
 *
 * For each position the sum over windows is a product of matrices, [inputs, windows] · [windows, outputs],
 * done by outerTile.ts. A thread owns positions (and blocks of outputs) and forms only those rows of V and A dy Aᵀ that
 * they need; sums run over all windows of the batch in one thread. Then, after all have met, kernels are formed.
 *
 * Arguments as filterGradient's, then dU [positions, inputs, outputs].
 */
import { FilterGradient, Size } from '../src/engine/wasm/kernels';
import { outerTile, SUMS_BYTES, sumTile, tileWidth } from './outerTile';
import { storeLanes } from './simd';
import { batch, firstUnit, lastUnit, scratch } from './state';
import { combineFour, gradientFour, windowFour } from './winogradFour';

/** Scratch: vectors in between, then V, then A dy Aᵀ, then the sums. */
const BEFORE: usize = Size.beforeWindows;
const GAP: usize = Size.positionGap;
/** Outputs a side of a window, positions across it, and windows that are transformed at a time. */
const SIDE: i32 = Size.windowSide;
const ACROSS: i32 = SIDE + 2;
const TOGETHER: i32 = Size.gradientWindows;

export function winogradGradient(a: usize): void {
  const height = load<i32>(a, 4 * FilterGradient.height);
  const width = load<i32>(a, 4 * FilterGradient.width);
  const inputs = load<i32>(a, 4 * FilterGradient.inputs);
  const outputs = load<i32>(a, 4 * FilterGradient.outputs);
  const columns = (width + SIDE - 1) / SIDE;
  const perImage = ((height + SIDE - 1) / SIDE) * columns;
  const blocks = (outputs + 7) / 8;
  const wide = tileWidth(inputs);
  const tiles = (inputs + wide - 1) / wide;
  const first = firstUnit(ACROSS * ACROSS * blocks);
  const end = lastUnit(ACROSS * ACROSS * blocks);
  if (first === end) return;
  // Rows of positions that this thread needs.
  const fromRow = first / blocks / ACROSS;
  const toRow = (end - 1) / blocks / ACROSS + 1;
  const xRow = load<usize>(a, 4 * FilterGradient.xRow);
  const dyRow = load<usize>(a, 4 * FilterGradient.dyRow);
  const xPosition = <usize>(TOGETHER * inputs) * 4 + GAP;
  const dyPosition = <usize>(TOGETHER * outputs) * 4 + GAP;
  const windows = scratch + BEFORE;
  const gradients = windows + xPosition * <usize>(ACROSS * ACROSS);
  // The last vector of a row of gradients may be read past its end.
  const sums = gradients + dyPosition * <usize>(ACROSS * ACROSS) + 64;
  memory.fill(sums, 0, <usize>((end - first) * tiles) * SUMS_BYTES);

  for (let window = 0; window < batch * perImage; window += TOGETHER) {
    const count = min(TOGETHER, batch * perImage - window);
    for (let i = 0; i < count; i++) {
      const image = <usize>((window + i) / perImage);
      const row = (((window + i) % perImage) / columns) * SIDE;
      const column = (((window + i) % perImage) % columns) * SIDE;
      const x =
        load<usize>(a, 4 * FilterGradient.x) +
        image * load<usize>(a, 4 * FilterGradient.xImage) +
        <usize>row * xRow +
        <usize>(column * inputs) * 4;
      const dy =
        load<usize>(a, 4 * FilterGradient.dy) +
        image * load<usize>(a, 4 * FilterGradient.dyImage) +
        <usize>row * dyRow +
        <usize>(column * outputs) * 4;
      const toX = windows + <usize>(i * inputs) * 4;
      const toDy = gradients + <usize>(i * outputs) * 4;
      const down = height - row;
      const right = width - column;
      windowFour(x, xRow, inputs, toX, xPosition, fromRow, toRow, down + 1, right + 1);
      gradientFour(dy, dyRow, outputs, toDy, dyPosition, fromRow, toRow, down, right);
    }
    let at = sums;
    for (let unit = first; unit < end; unit++) {
      const position = <usize>(unit / blocks);
      const v = windows + position * xPosition;
      const dy = gradients + position * dyPosition + <usize>(unit % blocks) * 32;
      for (let tile = 0; tile < tiles; tile++) {
        const from = v + <usize>(tile * wide) * 4;
        outerTile(wide, from, dy, 1, count, <usize>inputs * 4, <usize>outputs * 4, 0, 0, at);
        at += SUMS_BYTES;
      }
    }
  }

  const dU = load<usize>(a, 4 * FilterGradient.sums);
  const sumPosition = <usize>(inputs * outputs) * 4 + GAP;
  for (let unit = first; unit < end; unit++) {
    const output = (unit % blocks) * 8;
    for (let input = 0; input < inputs; input++) {
      const tile = (unit - first) * tiles + input / wide;
      const sum = sums + <usize>tile * SUMS_BYTES + <usize>(input % wide) * 32;
      const to = dU + <usize>(unit / blocks) * sumPosition + <usize>(input * outputs + output) * 4;
      storeLanes(to, v128.load(sum), v128.load(sum, 16), min(8, outputs - output));
    }
  }
}

/** dg = Gᵀ dU G, and the bias's gradient. Unit: an input, or a block of eight outputs of the bias. */
export function kernelFromWinograd(a: usize): void {
  const inputs = load<i32>(a, 4 * FilterGradient.inputs);
  const outputs = load<i32>(a, 4 * FilterGradient.outputs);
  const dkernel = load<usize>(a, 4 * FilterGradient.dkernel);
  const tap = <usize>(inputs * outputs) * 4;
  const position = tap + GAP;
  const rows = scratch;
  for (let input = firstUnit(inputs), end = lastUnit(inputs); input < end; input++) {
    for (let output = 0; output < outputs; output += 4) {
      const offset = <usize>(input * outputs + output) * 4;
      const from = load<usize>(a, 4 * FilterGradient.sums) + offset;
      const to = dkernel + offset;
      for (let k: usize = 0; k < 6; k++) combineFour(from + k * position, position * 6, rows + k * 16, 96);
      for (let r: usize = 0; r < 3; r++) combineFour(rows + r * 96, 16, to + r * 3 * tap, tap);
    }
  }
  sumBias(a);
}

function sumBias(a: usize): void {
  const width = load<i32>(a, 4 * FilterGradient.width);
  const outputs = load<i32>(a, 4 * FilterGradient.outputs);
  const pixel = <usize>outputs * 4;
  const blocks = (outputs + 7) / 8;
  for (let block = firstUnit(blocks), end = lastUnit(blocks); block < end; block++) {
    memory.fill(scratch, 0, 32);
    for (let image = 0; image < batch; image++) {
      const dy =
        load<usize>(a, 4 * FilterGradient.dy) +
        <usize>image * load<usize>(a, 4 * FilterGradient.dyImage) +
        <usize>block * 32;
      sumTile(
        dy,
        load<i32>(a, 4 * FilterGradient.height),
        width,
        pixel,
        load<usize>(a, 4 * FilterGradient.dyRow) - <usize>width * pixel,
        scratch,
      );
    }
    const to = load<usize>(a, 4 * FilterGradient.dbias) + <usize>block * 32;
    storeLanes(to, v128.load(scratch), v128.load(scratch, 16), min(8, outputs - block * 8));
  }
}
