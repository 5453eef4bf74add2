/** The images of a run on synthetic data, for those who train elsewhere: they are drawn from its seed, and in no file. */
import { SYNTHETIC } from '../spec/dataSets.ts';
import { imageBytes, type Split, validationCount } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import type { SplitBytes } from './kept.ts';
import { trainingSubset } from './subset.ts';
import { breathe, drawImages, syntheticLabels } from './synthetic.ts';

/** Drawn before others on this thread have a turn: about 20 ms. */
const SLICE = 250;

/** Its training images, those that it is validated on, and the test images. */
export async function drawnImages({
  seed,
  images,
}: Pick<Experiment, 'seed' | 'images'>): Promise<Record<Split, SplitBytes>> {
  const subset = trainingSubset(syntheticLabels(seed, 'train'), SYNTHETIC.classes.length, images, seed);
  return {
    train: await drawRows(seed, 'train', subset),
    validation: await drawRows(seed, 'validation', rowsUpTo(validationCount(images, SYNTHETIC))),
    test: await drawRows(seed, 'test', rowsUpTo(SYNTHETIC.counts.test)),
  };
}

const rowsUpTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

async function drawRows(seed: number, split: Split, rows: Uint32Array): Promise<SplitBytes> {
  const size = imageBytes(SYNTHETIC);
  const all = syntheticLabels(seed, split);
  const labels = Uint8Array.from(rows, (row) => all[row] ?? 0);
  const images = new Uint8Array(rows.length * size);
  for (const [i, row] of rows.entries()) {
    if (i % SLICE === 0) await breathe();
    drawImages(seed, split, row, labels.subarray(i, i + 1), images.subarray(i * size, (i + 1) * size));
  }
  return { images, labels };
}
