/** A few training images of each class, to show what a data set looks like before anything trains. */
import type { DataSetName } from '../spec/experiment.ts';
import { CLASSES, type OpenOptions, PIXELS } from './dataSet.ts';
import { openFashionMnist } from './fashionMnist.ts';
import { drawImages, syntheticLabels } from './synthetic.ts';

export interface ClassSamples {
  readonly name: string;
  /** Each [28 · 28] bytes. */
  readonly images: readonly Uint8Array[];
}

/** Synthetic images that are drawn to choose from: a whole block would take seconds. */
const DRAWN = 100;

/** The first images of each class, copied so that the block they come from can go. @throws DataUnavailable */
export async function sampleClasses(
  data: DataSetName,
  seed: number,
  each: number,
  options: OpenOptions,
): Promise<ClassSamples[]> {
  const { names, images, labels } = await leading(data, seed, options);
  return names.map((name, label) => {
    const rows = [...labels.keys()].filter((row) => labels[row] === label).slice(0, each);
    return { name, images: rows.map((row) => images.slice(row * PIXELS, (row + 1) * PIXELS)) };
  });
}

interface Leading {
  readonly names: readonly string[];
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

async function leading(data: DataSetName, seed: number, options: OpenOptions): Promise<Leading> {
  if (data === 'synthetic') {
    const labels = syntheticLabels(seed, 'train').subarray(0, DRAWN);
    const images = new Uint8Array(DRAWN * PIXELS);
    drawImages(seed, 'train', 0, labels, images);
    return { names: CLASSES, images, labels };
  }
  const set = await openFashionMnist(seed, options);
  const [block] = await set.load('train', [0]);
  if (!block) throw new RangeError('the first training block is empty');
  return { names: set.classes, images: block.images, labels: block.labels };
}
