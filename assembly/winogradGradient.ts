/**
 * The filter gradient by way of winograd.ts: with U = G g Gᵀ and V = Bᵀ d B, y = Aᵀ (U ⊙ V) A gives
 *
 *   dU = Σ_windows V ⊙ (A dy Aᵀ)      dg = Gᵀ dU G
 *
 * For each of the 16 positions the sum over windows is a product of matrices, [inputs, windows] · [windows, outputs],
 * done by outerTile.ts. A thread owns positions (and blocks of outputs) and forms only those rows of V and A dy Aᵀ that
 * they need; sums run over all windows of the batch in one thread. Then, after all have met, kernels are formed.
 *
 * Arguments as filterGradient's, then dU [16, inputs, outputs].
 */
import { FilterGradient, Size } from '../src/engine/wasm/kernels';
import { outerTile, SUMS_BYTES, sumTile, tileWidth } from './outerTile';
import { storeLanes } from './simd';
import { batch, firstUnit, lastUnit, scratch } from './state';
import { transformWindow } from './winograd';

/** Windows that are transformed together. */
const WINDOWS: i32 = Size.gradientWindows;
/** Scratch: 16 vectors in between, then V, then A dy Aᵀ, then the sums. */
const BEFORE: usize = Size.beforeWindows;

export function winogradGradient(a: usize): void {
  const height = load<i32>(a, 4 * FilterGradient.height);
  const width = load<i32>(a, 4 * FilterGradient.width);
  const inputs = load<i32>(a, 4 * FilterGradient.inputs);
  const outputs = load<i32>(a, 4 * FilterGradient.outputs);
  const columns = width / 2;
  const perImage = (height / 2) * columns;
  const blocks = (outputs + 7) / 8;
  const wide = tileWidth(inputs);
  const tiles = (inputs + wide - 1) / wide;
  const first = firstUnit(16 * blocks);
  const end = lastUnit(16 * blocks);
  if (first === end) return;
  // Rows of positions that this thread needs.
  const fromRow = first / blocks / 4;
  const toRow = (end - 1) / blocks / 4 + 1;
  const xPosition = <usize>(WINDOWS * inputs) * 4;
  const dyPosition = <usize>(WINDOWS * outputs) * 4;
  const windows = scratch + BEFORE;
  const gradients = windows + xPosition * 16;
  // The last vector of a row of gradients may be read past its end.
  const sums = gradients + dyPosition * 16 + 64;
  memory.fill(sums, 0, <usize>((end - first) * tiles) * SUMS_BYTES);

  for (let window = 0; window < batch * perImage; window += WINDOWS) {
    const count = min(WINDOWS, batch * perImage - window);
    for (let i = 0; i < count; i++) {
      const image = <usize>((window + i) / perImage);
      const row = <usize>(((window + i) % perImage) / columns) * 2;
      const column = <usize>(((window + i) % perImage) % columns) * 8;
      const x =
        load<usize>(a, 4 * FilterGradient.x) +
        image * load<usize>(a, 4 * FilterGradient.xImage) +
        row * load<usize>(a, 4 * FilterGradient.xRow);
      const to = windows + <usize>(i * inputs) * 4;
      transformWindow(
        x + column * <usize>inputs,
        load<usize>(a, 4 * FilterGradient.xRow),
        inputs,
        to,
        xPosition,
        fromRow,
        toRow,
      );
      const dy =
        load<usize>(a, 4 * FilterGradient.dy) +
        image * load<usize>(a, 4 * FilterGradient.dyImage) +
        row * load<usize>(a, 4 * FilterGradient.dyRow);
      transformGradient(
        dy + column * <usize>outputs,
        load<usize>(a, 4 * FilterGradient.dyRow),
        outputs,
        gradients + <usize>(i * outputs) * 4,
        dyPosition,
        fromRow,
        toRow,
      );
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

  for (let unit = first; unit < end; unit++) {
    const output = (unit % blocks) * 8;
    for (let input = 0; input < inputs; input++) {
      const tile = (unit - first) * tiles + input / wide;
      const sum = sums + <usize>tile * SUMS_BYTES + <usize>(input % wide) * 32;
      const row = (unit / blocks) * inputs + input;
      const to = load<usize>(a, 4 * FilterGradient.sums) + <usize>(row * outputs + output) * 4;
      storeLanes(to, v128.load(sum), v128.load(sum, 16), min(8, outputs - output));
    }
  }
}

/** Rows fromRow … toRow − 1 of A dy Aᵀ of one window, all channels. */
function transformGradient(
  dy: usize,
  row: usize,
  channels: i32,
  to: usize,
  position: usize,
  fromRow: i32,
  toRow: i32,
): void {
  const pixel = <usize>channels * 4;
  const zero = f32x4.splat(0);
  for (let c: usize = 0; c < pixel; c += 16) {
    const top0 = v128.load(dy + c);
    const top1 = v128.load(dy + c + pixel);
    const bottom0 = v128.load(dy + c + row);
    const bottom1 = v128.load(dy + c + row + pixel);
    for (let r = fromRow; r < toRow; r++) {
      let left = top0;
      let right = top1;
      if (r === 1) {
        left = f32x4.add(top0, bottom0);
        right = f32x4.add(top1, bottom1);
      } else if (r === 2) {
        left = f32x4.sub(top0, bottom0);
        right = f32x4.sub(top1, bottom1);
      } else if (r === 3) {
        left = f32x4.sub(zero, bottom0);
        right = f32x4.sub(zero, bottom1);
      }
      const at = to + c + <usize>r * 4 * position;
      v128.store(at, left);
      v128.store(at + position, f32x4.add(left, right));
      v128.store(at + position * 2, f32x4.sub(left, right));
      v128.store(at + position * 3, f32x4.sub(zero, right));
    }
  }
}

/** dg = Gᵀ dU G, and the bias's gradient. Unit: an input, or a block of eight outputs of the bias. */
export function kernelFromWinograd(a: usize): void {
  const inputs = load<i32>(a, 4 * FilterGradient.inputs);
  const outputs = load<i32>(a, 4 * FilterGradient.outputs);
  const dkernel = load<usize>(a, 4 * FilterGradient.dkernel);
  const position = <usize>(inputs * outputs) * 4;
  const rows = scratch;
  for (let input = firstUnit(inputs), end = lastUnit(inputs); input < end; input++) {
    for (let output = 0; output < outputs; output += 4) {
      const offset = <usize>(input * outputs + output) * 4;
      const from = load<usize>(a, 4 * FilterGradient.sums) + offset;
      for (let k: usize = 0; k < 4; k++) combine(from + k * position, position * 4, rows + k * 16, 64);
      for (let r: usize = 0; r < 3; r++)
        combine(rows + r * 64, 16, dkernel + offset + r * 3 * position, position);
    }
  }
  sumBias(a);
}

/** Three values from four: rows of Gᵀ. */
function combine(from: usize, step: usize, to: usize, toStep: usize): void {
  const half = f32x4.splat(0.5);
  const u1 = v128.load(from + step);
  const u2 = v128.load(from + step * 2);
  const even = f32x4.mul(half, f32x4.add(u1, u2));
  v128.store(to, f32x4.add(v128.load(from), even));
  v128.store(to + toStep, f32x4.mul(half, f32x4.sub(u1, u2)));
  v128.store(to + toStep * 2, f32x4.add(even, v128.load(from + step * 3)));
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
