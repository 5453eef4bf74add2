/**
 * A few training images of each class, for looking at before anything is trained. Of a downloaded set only the head of
 * its first shard is read (100 kB of 3.9 MB) and left unchecked: nothing is trained on it.
 */
import { FASHION_MNIST, SYNTHETIC } from '../spec/dataSets.ts';
import { type DataSpec, imageBytes } from '../spec/dataSpec.ts';
import { drawImages, syntheticLabels } from './synthetic.ts';

/** Enough rows to hold a few of each class. */
const ROWS = 120;

interface SampleOptions {
  /** What a generated set is drawn from. */
  readonly seed: number;
  readonly perClass: number;
  /** The folder of the shards, with a slash at the end. */
  readonly baseUrl: string;
  readonly signal?: AbortSignal;
}

/**
 * By label, up to `perClass` images each.
 * @throws where the files of a downloaded set cannot be had
 */
export async function sampleImages(spec: DataSpec, options: SampleOptions): Promise<Uint8Array[][]> {
  const { images, labels } = await rowsOf(spec, options);
  const bytes = imageBytes(spec);
  const samples: Uint8Array[][] = spec.classes.map(() => []);
  labels.forEach((label, row) => {
    const ofClass = samples[label];
    if (ofClass && ofClass.length < options.perClass) {
      ofClass.push(images.subarray(row * bytes, (row + 1) * bytes));
    }
  });
  return samples;
}

interface Rows {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

async function rowsOf({ id }: DataSpec, options: SampleOptions): Promise<Rows> {
  if (id === SYNTHETIC.id) return drawn(options);
  if (id === FASHION_MNIST.id) return downloaded(options);
  const { openDataSet } = await import('./source.ts');
  const data = await openDataSet(id, options.seed, options);
  const [shard] = await data.load('train', [0]);
  return shard ?? { images: new Uint8Array(0), labels: new Uint8Array(0) };
}

/** As many rows in succession as there are classes hold each once. */
function drawn({ seed, perClass }: SampleOptions): Rows {
  const labels = syntheticLabels(seed, 'train').subarray(0, perClass * SYNTHETIC.classes.length);
  const images = new Uint8Array(labels.length * imageBytes(SYNTHETIC));
  drawImages(seed, 'train', 0, labels, images);
  return { images, labels };
}

/** What was read, by its folder: a visitor comes back to these images after every training. */
const kept = new Map<string, Rows>();

async function downloaded({ baseUrl, signal }: SampleOptions): Promise<Rows> {
  const before = kept.get(baseUrl);
  if (before) return before;
  const [images, labels] = await Promise.all([
    headOf(`${baseUrl}train-00.bin`, ROWS * imageBytes(FASHION_MNIST), signal),
    headOf(`${baseUrl}train-labels.bin`, ROWS, signal),
  ]);
  const rows = { images, labels };
  kept.set(baseUrl, rows);
  return rows;
}

/** The first bytes of a file. A host that does not know ranges sends all of it: then the rest is declined. */
async function headOf(url: string, bytes: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const response = await fetch(url, {
    headers: { Range: `bytes=0-${bytes - 1}` },
    ...(signal && { signal }),
  });
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status}`);
  const head = new Uint8Array(bytes);
  const reader = response.body.getReader();
  let received = 0;
  while (received < bytes) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`${url} ends after ${received} bytes`);
    head.set(value.subarray(0, bytes - received), received);
    received += value.length;
  }
  await reader.cancel();
  return head;
}
