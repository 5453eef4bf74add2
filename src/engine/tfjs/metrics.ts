/**
 * Sums over steps that stay on the device until they are read: loss, number correct, and how many steps passed
 * before the first whose loss was not finite. That count grows by 1 a finite step, and by ½, once, at the first
 * other one; a fraction therefore says that it happened, and the whole part when.
 */
import { engine, keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { map, type View } from './kernels/fused.ts';
import { LANES } from './loss.ts';

const VIEW: View = [1, 1, 1, LANES];
const ADD = 'choose(1.5 - i3, sums + step, choose(fract(sums), sums, sums + choose(finite(step), 1.0, 0.5)))';

export interface Totals {
  readonly lossSum: number;
  readonly correct: number;
  /** Steps before the first whose loss was not finite; undefined when all were. */
  readonly finiteSteps: number | undefined;
}

export class MetricSums {
  private sums: Tensor = zeros();
  /** Being read; a read on a lost device never ends. */
  private readonly reading = new Set<Tensor>();

  /** @param step one step's sums, as softmaxCrossEntropy gives them; disposed of by the caller's tidy */
  add(step: Tensor): void {
    const before = this.sums;
    this.sums = keep(tidy(() => map(ADD, { sums: [before, VIEW], step: [step, VIEW] }, VIEW)));
    before.dispose();
  }

  /** Reads the sums, which start anew at once: steps may go on meanwhile. */
  async take(): Promise<Totals> {
    const { sums } = this;
    this.sums = zeros();
    this.reading.add(sums);
    try {
      const [lossSum = 0, correct = 0, steps = 0] = await sums.data();
      return { lossSum, correct, finiteSteps: Number.isInteger(steps) ? undefined : Math.floor(steps) };
    } finally {
      this.reading.delete(sums);
      sums.dispose();
    }
  }

  dispose(): void {
    for (const sums of this.reading) sums.dispose();
    this.sums.dispose();
  }
}

const zeros = (): Tensor => keep(engine().makeTensor(new Float32Array(LANES), [...VIEW], 'float32'));
