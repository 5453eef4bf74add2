/** What changes from step to step, in memory, where every thread reads it: the words of `Frame`, and behind them lists. */
import type { Optimizer, UpdateRule } from '../../network/layers.ts';
import type { Evaluation, Metrics } from '../engine.ts';
import { coefficientsAt } from '../program/coefficients.ts';
import * as kernels from './kernels.ts';
import type { Memory } from './memory.ts';

/** Memory in which kernels leave what does not outlive an instruction. */
export interface Scratch {
  readonly address: number;
  readonly bytesPerThread: number;
}

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
  constructor(memory: Memory, batch: number, scratch: Scratch, narrowTiles: boolean) {
    const words = kernels.Frame;
    this.#memory = memory;
    this.address = memory.allocateZeroed(words.lists * 4 + batch * 8);
    this.sums = this.address + words.sums * 4;
    this.images = this.address + words.lists * 4;
    this.labels = this.images + batch * 4;
    this.#set(words.scratch, scratch.address);
    this.#set(words.scratchBytes, scratch.bytesPerThread);
    this.#set(words.narrow, narrowTiles ? 1 : 0);
  }

  begin(images: number, step: number): void {
    this.#set(kernels.Frame.batch, images);
    this.#set(kernels.Frame.step, step);
  }

  /** What the update rule works with at step t. */
  setCoefficients(optimizer: Optimizer, t: number, learningRate?: number): void {
    const at = (this.address >>> 2) + kernels.Frame.coefficients;
    this.#memory.floats.set(coefficientsAt(optimizer, t, learningRate), at);
  }

  /** The sums since the last call. */
  takeSums(): Metrics & Evaluation {
    const sums = this.#sums();
    const [lossSum = 0, correct = 0, images = 0, step = 0] = sums;
    sums.fill(0);
    return { images, lossSum, correct, firstNonFinite: step === 0 ? undefined : step };
  }

  /** The sums so far, to go on with in another frame. */
  copySums(): Float64Array {
    return this.#sums().slice();
  }

  setSums(sums: Float64Array): void {
    this.#sums().set(sums);
  }

  dispose(): void {
    this.#memory.release(this.address);
  }

  #sums(): Float64Array {
    return new Float64Array(this.#memory.memory.buffer, this.sums, 4);
  }

  #set(word: number, value: number): void {
    this.#memory.words[(this.address >>> 2) + word] = value;
  }
}

export function optimizerNumber(rule: UpdateRule): number {
  switch (rule.name) {
    case 'sgd':
      return rule.momentum === 0 ? kernels.Optimizer.sgd : kernels.Optimizer.momentum;
    case 'adam':
    case 'rmsprop':
      return kernels.Optimizer[rule.name];
    default:
      return rule satisfies never;
  }
}
