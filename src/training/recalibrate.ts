/** The statistics that batch norm is tested with a second time, where its moving ones have not settled. */
import { batches, epochOrder } from '../data/split.ts';
import type { Trainer } from '../engine/engine.ts';
import { batchNormsOf, type MovingMoments } from '../network/batchNorms.ts';
import type { Network } from '../network/layers.ts';
import { BatchAverages } from './averages.ts';

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
