/**
 * Which images a run trains on: a pure function of (labels, size, seed), so the same experiment sees the same images on
 * every machine; training/schedule.ts has their order.
 */
import { permutation, streamKey } from '../random/streams.ts';
import { SHARD_SIZE } from './dataSet.ts';

/** The shards that hold rows 0 … count − 1. */
export const leadingShards = (count: number): number[] =>
  Array.from({ length: Math.ceil(count / SHARD_SIZE) }, (_, shard) => shard);

/** The shards that hold these rows, ascending. */
export function shardsOf(indices: Uint32Array): number[] {
  const shards = new Set<number>();
  for (const index of indices) shards.add(Math.floor(index / SHARD_SIZE));
  return [...shards].sort((a, b) => a - b);
}

/**
 * How many images to take of each class: as even as availability allows. Filled like water from the scarcest
 * class, so classes that are not used up differ by one at most.
 * @param available images there are of each class
 */
export function quotas(available: readonly number[], images: number): number[] {
  const taken = available.map(() => 0);
  const scarcestFirst = available.map((_, label) => label);
  scarcestFirst.sort((a, b) => (available[a] as number) - (available[b] as number) || a - b);
  let left = images;
  scarcestFirst.forEach((label, i) => {
    const share = Math.floor(left / (scarcestFirst.length - i));
    const quota = Math.min(available[label] as number, share);
    taken[label] = quota;
    left -= quota;
  });
  return taken;
}

/**
 * A seeded, class-balanced subset of the training images. Shards are walked in a seeded order and no more of
 * them than an even share of every class takes, so a run on 6,000 images needs two shards' bytes of the ten.
 * @param labels a label a training image
 * @param classes how many there are
 * @returns row numbers, ascending; all of them when images ≥ labels.length
 */
export function trainingSubset(
  labels: Uint8Array,
  classes: number,
  images: number,
  seed: number,
): Uint32Array {
  const shardOrder = permutation(streamKey(seed, 'subset/blocks'), Math.ceil(labels.length / SHARD_SIZE));
  const available = Array.from({ length: classes }, () => 0);
  const walked: number[] = [];
  let quota = quotas(available, 0);
  for (const shard of shardOrder) {
    walked.push(shard);
    for (const label of labels.subarray(shard * SHARD_SIZE, (shard + 1) * SHARD_SIZE)) {
      available[label] = (available[label] as number) + 1;
    }
    quota = quotas(available, images);
    if (isEvenShare(quota, images)) break;
  }

  const subset: number[] = [];
  for (const shard of walked) {
    const start = shard * SHARD_SIZE;
    const size = Math.min(SHARD_SIZE, labels.length - start);
    for (const offset of permutation(streamKey(seed, 'subset/images', shard), size)) {
      const label = labels[start + offset] as number;
      const left = quota[label] as number;
      if (left > 0) {
        quota[label] = left - 1;
        subset.push(start + offset);
      }
    }
  }
  return Uint32Array.from(subset).sort();
}

function isEvenShare(quota: readonly number[], images: number): boolean {
  const total = quota.reduce((sum, n) => sum + n, 0);
  return total === images && Math.max(...quota) - Math.min(...quota) <= 1;
}
