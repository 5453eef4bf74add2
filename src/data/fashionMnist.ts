/**
 * Fashion-MNIST (Xiao et al. 2017) from the shards that `npm run data` made, and from manifest.json beside them: what
 * there is and how to know that it is right.
 */
import { z } from 'zod';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { imageBytes, SPLITS, type Split } from '../spec/dataSpec.ts';
import {
  type DataSet,
  DataUnavailable,
  type OpenOptions,
  SHARD_SIZE,
  type Shard,
  shareShards,
} from './dataSet.ts';
import { type CheckedFile, downloadChecked, downloadJson } from './download.ts';

// Without this zod probes for `new Function`, which a strict Content-Security-Policy reports as an error.
z.config({ jitless: true });

export const MANIFEST_VERSION = 1;

const { id, shape, classes, counts } = FASHION_MNIST;
const PIXELS = imageBytes(FASHION_MNIST);

const fileName = z.string().regex(/^[a-z0-9-]+\.bin$/, 'a plain file name');
const checkedFile = {
  file: fileName,
  bytes: z.int().positive(),
  /** Of the file's bytes, in lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 sum'),
};

const shard = z
  .object({ ...checkedFile, start: z.int().nonnegative(), count: z.int().positive() })
  .refine((s) => s.bytes === s.count * PIXELS, `bytes = count · ${PIXELS}`);

/** Of a split: its shards in order, and its labels of one byte each. */
const splitOf = (split: Split) =>
  z
    .object({ count: z.literal(counts[split]), labels: z.object(checkedFile), shards: z.array(shard) })
    .refine((s) => s.labels.bytes === s.count, 'one byte a label')
    .refine(
      (s) =>
        s.shards.length === Math.ceil(s.count / SHARD_SIZE) &&
        s.shards.every(
          ({ start, count }, i) =>
            start === i * SHARD_SIZE && count === Math.min(SHARD_SIZE, s.count - start),
        ),
      `shards of ${SHARD_SIZE} images that follow each other`,
    );

const manifestSchema = z.object({
  version: z.literal(MANIFEST_VERSION),
  name: z.literal(id),
  /** Height, width. */
  shape: z.tuple([z.literal(shape[0]), z.literal(shape[1])]),
  classes: z.array(z.string()).length(classes.length),
  splits: z.object({
    train: splitOf('train'),
    validation: splitOf('validation'),
    test: splitOf('test'),
  } satisfies Record<Split, unknown>),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** @throws DataUnavailable, naming the first thing that is wrong */
export function parseManifest(input: unknown): Manifest {
  const parsed = manifestSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? issue.path.join('.') : 'the whole file';
  throw new DataUnavailable(
    `data/manifest.json is not the manifest that this page expects (${where}: ${issue?.message}). Run \`npm run data\` again.`,
  );
}

/** Every file that the manifest promises. */
export const filesOf = (manifest: Manifest): CheckedFile[] =>
  SPLITS.flatMap((split) => [manifest.splits[split].labels, ...manifest.splits[split].shards]);

/** Reads the manifest and the training labels (50 kB); images come with `load`. @throws DataUnavailable */
export async function openFashionMnist(options: OpenOptions): Promise<DataSet> {
  const manifest = parseManifest(await downloadJson('manifest.json', options));
  const labelsOf = shareLabels(manifest, options);
  return {
    spec: FASHION_MNIST,
    id: FASHION_MNIST.id,
    trainLabels: await labelsOf('train'),
    load: shareShards(FASHION_MNIST, async (split, index, onBytes): Promise<Shard> => {
      const shard = manifest.splits[split].shards[index];
      if (!shard) throw new RangeError(`${split} has no shard ${index}`);
      const [images, labels] = await Promise.all([downloadChecked(shard, options, onBytes), labelsOf(split)]);
      const start = index * SHARD_SIZE;
      return { split, index, start, images, labels: labels.subarray(start, start + shard.count) };
    }),
  };
}

/** A split's labels, downloaded once. */
function shareLabels(manifest: Manifest, options: OpenOptions): (split: Split) => Promise<Uint8Array> {
  const loads = new Map<Split, Promise<Uint8Array>>();
  return (split) => {
    const known = loads.get(split);
    if (known) return known;
    const load = downloadChecked(manifest.splits[split].labels, options);
    loads.set(split, load);
    load.catch(() => loads.delete(split));
    return load;
  };
}
