/** The statistics that a network is tested with a second time, where its moving ones have not settled. */
import type { Trainer } from '../engine/engine.ts';
import { partsOf } from '../engine/outputParts.ts';
import type { Network } from '../network/layers.ts';
import { type MovingNorm, movingNormsOf } from '../network/movingNorms.ts';
import { normArrayShape } from '../network/norms.ts';
import type { BatchStatistic, MovingArray } from '../spec/norms/description.ts';
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
 * A look that collects statistics. The first step, for there batch renorm is batch norm: later it leans on the moving
 * statistics that are to be replaced, and the norms behind it would be measured on another scale.
 */
export const COLLECTING = { statistics: 'minibatch', gradients: false, step: 1 } as const;

/**
 * Averages over minibatches of training images, in the order of an epoch that nobody trained on. Yields the images
 * done, a minibatch at a time, and returns them by the names of the arrays that they are to replace.
 */
export async function* recalibrate(
  network: Network,
  trainer: Pick<Trainer, 'inspect'>,
  { subset, seed, epochs }: { readonly subset: Uint32Array; readonly seed: number; readonly epochs: number },
): AsyncGenerator<number, ReadonlyMap<string, Float32Array>, unknown> {
  const images = recalibrationImages(subset.length);
  const averages = new BatchAverages(movingNormsOf(network));
  const minibatches = [...batches(epochOrder(subset, seed, epochs + 1).subarray(0, images), BATCH)];
  for (const [i, rows] of minibatches.entries()) {
    for (const part of partsOf(network, averages.reads, rows.length)) {
      const { outputs } = await trainer.inspect({
        ...COLLECTING,
        images: { split: 'train', rows },
        outputs: part,
      });
      for (const [name, output] of outputs) averages.add(name, output);
    }
    yield Math.min((i + 1) * BATCH, images);
  }
  return averages.over(minibatches.length);
}

/**
 * Moving statistics anew: each the plain average over minibatches of what its description says, of batch norm the mean
 * and the unbiased variance, as PyTorch's torch.optim.swa_utils.update_bn (momentum=None) takes it. Summed in float64
 * and in order, so that the bits are those of the engine's outputs.
 */
export class BatchAverages {
  /** Names of the layers whose outputs `add` wants of each minibatch. */
  readonly reads: readonly string[];
  readonly #sums: readonly Sum[];

  constructor(norms: readonly MovingNorm[]) {
    this.#sums = norms.flatMap((norm) => norm.moving.flatMap((array) => sumOf(norm, array)));
    this.reads = [...new Set(this.#sums.map(({ reads }) => reads))];
  }

  /** @param output of that layer over one minibatch, […, channels] */
  add(name: string, output: Float32Array): void {
    const known = new Map<number, ReturnType<typeof channelMoments>>();
    for (const { reads, statistic, values } of this.#sums) {
      if (reads !== name) continue;
      const moments = known.get(values.length) ?? channelMoments(output, values.length);
      known.set(values.length, moments);
      const of = STATISTICS[statistic](output.length / values.length);
      for (let c = 0; c < values.length; c++) {
        values[c] = (values[c] as number) + of(moments.mean[c] as number, moments.variance[c] as number);
      }
    }
  }

  /** By the array's name. @param count minibatches added */
  over(count: number): ReadonlyMap<string, Float32Array> {
    return new Map(
      this.#sums.map(({ name, values }) => [name, Float32Array.from(values, (value) => value / count)]),
    );
  }
}

/** Of what the layer `reads` gives, over the minibatches so far. */
interface Sum {
  readonly name: string;
  readonly reads: string;
  readonly statistic: BatchStatistic;
  readonly values: Float64Array;
}

function sumOf({ name, reads, channels }: MovingNorm, array: MovingArray): Sum[] {
  if (array.averages === undefined) return [];
  const [length = 1] = normArrayShape(array, channels);
  const values = new Float64Array(length);
  return [{ name: `${name}/${array.name}`, reads, statistic: array.averages, values }];
}

/** From so many values' mean and population variance. */
const STATISTICS: Readonly<
  Record<BatchStatistic, (count: number) => (mean: number, variance: number) => number>
> = {
  mean: () => (mean) => mean,
  variance: (count) => {
    const unbiased = count > 1 ? count / (count - 1) : 1;
    return (_, variance) => unbiased * variance;
  },
  'mean-square': () => (mean, variance) => mean ** 2 + variance,
};
