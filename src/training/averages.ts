/**
 * Batch norm's moving statistics anew: each the plain average over minibatches of the batch's mean and of its unbiased
 * variance, as PyTorch's torch.optim.swa_utils.update_bn (momentum=None) takes it. Summed in float64 and in order, so
 * that the bits are those of the engine's outputs.
 */
import type { BatchNorm, MovingMoments } from '../network/batchNorms.ts';
import { channelMoments } from './channelMoments.ts';

export class BatchAverages {
  /** Names of the layers whose outputs `add` wants of each minibatch. */
  readonly reads: readonly string[];
  readonly #sums: ReadonlyMap<
    string,
    { readonly norm: BatchNorm; readonly mean: Float64Array; readonly variance: Float64Array }
  >;

  constructor(norms: readonly BatchNorm[]) {
    this.reads = norms.map(({ reads }) => reads);
    this.#sums = new Map(
      norms.map((norm) => [
        norm.reads,
        { norm, mean: new Float64Array(norm.channels), variance: new Float64Array(norm.channels) },
      ]),
    );
  }

  /** @param output of that layer over one minibatch, […, channels] */
  add(name: string, output: Float32Array): void {
    const sum = this.#sums.get(name);
    if (!sum) return;
    const { channels } = sum.norm;
    const values = output.length / channels;
    const moments = channelMoments(output, channels);
    const unbiased = values > 1 ? values / (values - 1) : 1;
    for (let c = 0; c < channels; c++) {
      sum.mean[c] = (sum.mean[c] as number) + (moments.mean[c] as number);
      sum.variance[c] = (sum.variance[c] as number) + unbiased * (moments.variance[c] as number);
    }
  }

  /** By the norm's name. @param count minibatches added */
  over(count: number): ReadonlyMap<string, MovingMoments> {
    const average = (sum: Float64Array) => Float32Array.from(sum, (value) => value / count);
    return new Map(
      [...this.#sums.values()].map(({ norm, mean, variance }) => [
        norm.name,
        { mean: average(mean), variance: average(variance) },
      ]),
    );
  }
}
