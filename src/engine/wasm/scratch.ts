/** Bytes of scratch that a thread needs for an operation: upper bounds, in step with the kernels in assembly/. */
import type { Operation } from '../program/operation.ts';
import { dimensions, type Tensor } from '../program/tensor.ts';
import { usesWinograd, winogradScratch } from './winograd.ts';

/** A list of pixels (multiplyTile.ts), and the sums of a tile (outerTile.ts). */
const LIST = 512;
const TILE_SUMS = 192;
/** Rows that denseUpdate.ts forms at a time. */
const UPDATE_ROWS = 12;
/** Images below which dense.ts keeps its sums in scratch. */
const DENSE_FEW = 12;

export function scratchBytes(operation: Operation, threads: number): number {
  switch (operation.kind) {
    case 'conv2d':
    case 'conv2d-input-gradient':
      return usesWinograd(operation) ? winogradScratch(operation, threads) : LIST;
    case 'conv2d-filter-gradient': {
      if (usesWinograd(operation)) return winogradScratch(operation, threads);
      const [size = 1, , inputs = 1, outputs = 1] = operation.writes.dkernel.shape;
      // Tiles are three wide for the shortest runs, so this counts too many for all others.
      const units = Math.ceil(outputs / 8) * (size * Math.ceil((size * inputs) / 3) + 1);
      return (Math.ceil(units / threads) + 1) * TILE_SUMS;
    }
    case 'dense': {
      const [inputs, outputs] = sides(operation.reads.kernel);
      return Math.max(LIST + inputs * 32, DENSE_FEW * (outputs + 8) * 4);
    }
    case 'dense-input-gradient':
      return LIST + sides(operation.reads.kernel)[1] * 32;
    case 'dense-update':
      return updateBytes(operation.writes.kernel);
    case 'dense-kernel-gradient':
      return updateBytes(operation.writes.dkernel);
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

const updateBytes = (kernel: Tensor): number => UPDATE_ROWS * sides(kernel)[1] * 4 + 64 + TILE_SUMS;
