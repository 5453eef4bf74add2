/** Bytes of scratch that a thread needs for an operation: upper bounds, in step with the kernels in assembly/. */
import type { Operation } from '../program/operation.ts';
import { dimensions, type Tensor } from '../program/tensor.ts';

/** List entries of a tile (multiplyTile.ts), sums of one (outerTile.ts), and tiles that convolve in one go. */
const TILE_LIST = 48;
const TILE_SUMS = 192;
const CHUNK = 8;
/** Images below which dense.ts keeps its sums in scratch. */
const DENSE_FEW = 12;

export function scratchBytes(operation: Operation, batch: number, threads: number): number {
  const rows = Math.ceil(batch / 6) * TILE_LIST;
  switch (operation.kind) {
    case 'conv2d':
    case 'conv2d-input-gradient':
      return CHUNK * TILE_LIST;
    case 'conv2d-filter-gradient': {
      const [size = 1, , inputs = 1, outputs = 1] = operation.writes.dkernel.shape;
      // Tiles are three wide for the shortest runs, so this counts too many for all others.
      const units = Math.ceil(outputs / 8) * (size * Math.ceil((size * inputs) / 3) + 1);
      return (Math.ceil(units / threads) + 1) * TILE_SUMS;
    }
    case 'dense': {
      const [inputs, outputs] = sides(operation.reads.kernel);
      return Math.max(inputs * 32 + rows, DENSE_FEW * (outputs + 8) * 4);
    }
    case 'dense-input-gradient':
      return sides(operation.reads.kernel)[1] * 32 + rows;
    case 'dense-update':
      return 6 * sides(operation.writes.kernel)[1] * 4 + 32 + TILE_SUMS;
    case 'dense-kernel-gradient':
      return 6 * sides(operation.writes.dkernel)[1] * 4 + 32 + TILE_SUMS;
    case 'norm':
    case 'norm-inference':
    case 'norm-gradient':
      return dimensions(operation.reads.x.shape).channels * 16;
    default:
      return 0;
  }
}

const sides = (kernel: Tensor): [number, number] => {
  const [inputs = 1, outputs = 1] = kernel.shape;
  return [inputs, outputs];
};
