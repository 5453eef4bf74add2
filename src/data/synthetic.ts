/**
 * The data set `synthetic`: garment-like silhouettes in ten classes, drawn from the seed. It needs no file. Each
 * image is a function of (seed, split, row) alone, so only the shards that a run needs are ever drawn.
 */
import { permutation, streamKey } from '../random/streams.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';
import type { Split } from '../spec/dataSpec.ts';
import { type DataSet, type OpenOptions, SHARD_SIZE, shareShards } from './dataSet.ts';
import { PIXELS } from './draw.ts';
import { GARMENTS, type Garment } from './garments.ts';
import { photograph } from './photograph.ts';

const CLASSES = SYNTHETIC.classes.length;

/** Images drawn before the worker looks at its messages again: about 20 ms. */
const SLICE = 250;

/** The labels of a split: every ten rows in succession hold each class once. */
export function syntheticLabels(seed: number, split: Split): Uint8Array {
  const labels = new Uint8Array(SYNTHETIC.counts[split]);
  for (let row = 0; row < labels.length; row += CLASSES) {
    labels.set(permutation(streamKey(seed, `synthetic/${split}/labels`, row), CLASSES), row);
  }
  return labels;
}

/** Draws rows start … start + labels.length − 1. @param images [count, side · side] */
export function drawImages(
  seed: number,
  split: Split,
  start: number,
  labels: Uint8Array,
  images: Uint8Array,
): void {
  labels.forEach((label, i) => {
    const key = streamKey(seed, `synthetic/${split}`, start + i);
    photograph(GARMENTS[label] as Garment, key, images.subarray(i * PIXELS, (i + 1) * PIXELS));
  });
}

/** Lets messages in and timers run. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export async function openSynthetic(seed: number, { signal }: OpenOptions): Promise<DataSet> {
  const labelsOf: Record<Split, Uint8Array> = {
    train: syntheticLabels(seed, 'train'),
    validation: syntheticLabels(seed, 'validation'),
    test: syntheticLabels(seed, 'test'),
  };
  return {
    spec: SYNTHETIC,
    id: `${SYNTHETIC.id}-${seed}`,
    trainLabels: labelsOf.train,
    load: shareShards(SYNTHETIC, async (split, index, onBytes) => {
      const start = index * SHARD_SIZE;
      const labels = labelsOf[split].subarray(start, start + SHARD_SIZE);
      const images = new Uint8Array(labels.length * PIXELS);
      for (let from = 0; from < labels.length; from += SLICE) {
        await breathe();
        signal?.throwIfAborted();
        const to = Math.min(from + SLICE, labels.length);
        const slice = images.subarray(from * PIXELS, to * PIXELS);
        drawImages(seed, split, start + from, labels.subarray(from, to), slice);
        onBytes(to * PIXELS);
      }
      return { split, index, start, images, labels };
    }),
  };
}
