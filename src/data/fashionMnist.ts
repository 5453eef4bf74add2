/** Fashion-MNIST (Xiao et al. 2017) from the shards that `npm run data` made. */
import { FASHION_MNIST } from '../spec/dataSets.ts';
import type { Split } from '../spec/dataSpec.ts';
import { shareBlocks } from './blocks.ts';
import { BLOCK, type Block, type DataSet, type OpenOptions } from './dataSet.ts';
import { downloadChecked, downloadJson } from './download.ts';
import { type Manifest, parseManifest } from './manifest.ts';

/** Reads the manifest and the training labels (50 kB); images come with `load`. @throws DataUnavailable */
export async function openFashionMnist(options: OpenOptions): Promise<DataSet> {
  const manifest = parseManifest(await downloadJson('manifest.json', options));
  const labelsOf = shareLabels(manifest, options);
  return {
    spec: FASHION_MNIST,
    id: FASHION_MNIST.id,
    trainLabels: await labelsOf('train'),
    load: shareBlocks(FASHION_MNIST, async (split, index, onBytes): Promise<Block> => {
      const shard = manifest.splits[split].shards[index];
      if (!shard) throw new RangeError(`${split} has no block ${index}`);
      const [images, labels] = await Promise.all([downloadChecked(shard, options, onBytes), labelsOf(split)]);
      const start = index * BLOCK;
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
