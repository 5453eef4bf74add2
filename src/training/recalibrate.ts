/** The statistics that batch norm is tested with a second time, where its moving ones have not settled. */

import type { Trainer } from '../engine/engine.ts';
import { type BatchNorm, batchNormsOf, type MovingMoments } from '../network/batchNorms.ts';
import type { Network } from '../network/layers.ts';
import { channelMoments } from './channelMoments.ts';
import { batches, epochOrder } from './schedule.ts';

/**
 * Training images at most: a channel's mean is then off by 1/√1000 of its deviation, 3 %, or less where it has pixels to
 * average over, as a standard error. On two busy cores they cost the reference CNN 4 s beside the 11 of the test.
 */
const MOST_IMAGES = 1000;
/** Images a minibatch. Of its own size a run would have a mean over two images; a network is tested on no batch at all. */
const BATCH = 100;

/** How many training images a run's statistics are recalibrated on: whole minibatches. */
export const recalibrationImages = (images: number): number =>
  Math.min(MOST_IMAGES, Math.floor(images / BATCH) * BATCH || images);

/**
 * Averages over minibatches of training images, in the order of an epoch that nobody trained on. Yields the images
 * done, a minibatch at a time.
 */
export async function* recalibrate(
  network: Network,
  trainer: Pick<Trainer, 'inspect'>,
  { subset, seed, epochs }: { readonly subset: Uint32Array; readonly seed: number; readonly epochs: number },
): AsyncGenerator<number, ReadonlyMap<string, MovingMoments>, unknown> {
  const images = recalibrationImages(subset.length);
  const averages = new BatchAverages(batchNormsOf(network));
  const minibatches = [...batches(epochOrder(subset, seed, epochs + 1).subarray(0, images), BATCH)];
  for (const [i, rows] of minibatches.entries()) {
    const { outputs } = await trainer.inspect({
      images: { split: 'train', rows },
      statistics: 'minibatch',
      outputs: averages.reads,
      gradients: false,
    });
    for (const [name, output] of outputs) averages.add(name, output);
    yield Math.min((i + 1) * BATCH, images);
  }
  return averages.over(minibatches.length);
}

/**
 * Batch norm's moving statistics anew: each the plain average over minibatches of the batch's mean and of its unbiased
 * variance, as PyTorch's torch.optim.swa_utils.update_bn (momentum=None) takes it. Summed in float64 and in order, so
 * that the bits are those of the engine's outputs.
 */
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
