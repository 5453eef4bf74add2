/**
 * What changes from step to step, in memory, where every thread reads it (assembly/state.ts): images in the batch, the
 * step's number, scratch, the optimizer's coefficients, the width of tiles; behind them the sums of loss and hits, and the lists of images
 * and labels.
 */
import type { Optimizer } from '../../network/layers.ts';
import type { Evaluation, Metrics } from '../engine.ts';
import type { Memory } from './memory.ts';

const SUMS = 64;
const LISTS = 128;

export class Frame {
  readonly address: number;
  readonly images: number;
  readonly labels: number;
  readonly sums: number;
  readonly #memory: Memory;

  /**
   * @param batch images that the lists hold
   * @param narrowTiles see assembly/multiplyTile.ts
   */
  constructor(memory: Memory, batch: number, narrowTiles: boolean) {
    this.#memory = memory;
    this.address = memory.allocateZeroed(LISTS + batch * 8);
    this.sums = this.address + SUMS;
    this.images = this.address + LISTS;
    this.labels = this.images + batch * 4;
    memory.words[(this.address + 44) >>> 2] = narrowTiles ? 1 : 0;
  }

  setScratch(scratch: number, bytesPerThread: number): void {
    this.#memory.words[(this.address + 8) >>> 2] = scratch;
    this.#memory.words[(this.address + 12) >>> 2] = bytesPerThread;
  }

  begin(images: number, step: number): void {
    this.#memory.words[this.address >>> 2] = images;
    this.#memory.words[(this.address + 4) >>> 2] = step;
  }

  /** Coefficients of step t, as assembly/optimizer.ts numbers them. */
  setCoefficients(optimizer: Optimizer, t: number): void {
    const floats = this.#memory.floats;
    const at = (this.address + 16) >>> 2;
    floats[at] = optimizer.learningRate;
    switch (optimizer.name) {
      case 'sgd':
        floats[at + 1] = optimizer.momentum;
        break;
      case 'adam':
        floats[at] = optimizer.learningRate / (1 - optimizer.beta1 ** t);
        floats[at + 1] = optimizer.beta1;
        floats[at + 2] = 1 - optimizer.beta1;
        floats[at + 3] = optimizer.beta2;
        floats[at + 4] = 1 - optimizer.beta2;
        floats[at + 5] = 1 / Math.sqrt(1 - optimizer.beta2 ** t);
        floats[at + 6] = optimizer.epsilon;
        break;
      case 'rmsprop':
        floats[at + 1] = optimizer.decay;
        floats[at + 2] = 1 - optimizer.decay;
        floats[at + 6] = optimizer.epsilon;
        break;
      default:
        optimizer satisfies never;
    }
  }

  /** The sums since the last call. */
  takeSums(): Metrics & Evaluation {
    const { buffer } = this.#memory.memory;
    const sums = new Float64Array(buffer, this.sums, 4);
    const [lossSum = 0, correct = 0, images = 0, step = 0] = sums;
    sums.fill(0);
    return { images, lossSum, correct, firstNonFinite: step === 0 ? undefined : step };
  }

  /** The sums so far, to go on with in another frame. */
  copySums(): Float64Array {
    return new Float64Array(this.#memory.memory.buffer, this.sums, 4).slice();
  }

  setSums(sums: Float64Array): void {
    new Float64Array(this.#memory.memory.buffer, this.sums, 4).set(sums);
  }

  dispose(): void {
    this.#memory.release(this.address);
  }
}

/** Numbers of assembly/optimizer.ts. */
export function optimizerNumber(optimizer: Optimizer): number {
  switch (optimizer.name) {
    case 'sgd':
      return optimizer.momentum === 0 ? 0 : 1;
    case 'adam':
      return 2;
    case 'rmsprop':
      return 3;
    default:
      return optimizer satisfies never;
  }
}
