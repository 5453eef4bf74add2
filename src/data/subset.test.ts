import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { validationCount } from '../spec/dataSpec.ts';
import { SHARD_SIZE } from './dataSet.ts';
import { leadingShards, quotas, shardsOf, trainingSubset } from './subset.ts';
import { syntheticLabels } from './synthetic.ts';

const labels = syntheticLabels(3, 'train');
/** Labels as uneven as Fashion-MNIST's within a shard: each class is drawn for itself. */
const uneven = Uint8Array.from(
  { length: SYNTHETIC.counts.train },
  (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 8) % 10,
);

const countClasses = (subset: Uint32Array, of: Uint8Array): number[] => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const row of subset) counts[of[row] as number] = (counts[of[row] as number] as number) + 1;
  return counts;
};
const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);

describe('trainingSubset', () => {
  test.each([100, 105, 6000, 4999, 5000, 12_345, 45_000])('of %i images is class-balanced', (images) => {
    for (const of of [labels, uneven]) {
      const subset = trainingSubset(of, 10, images, 1);
      expect(subset).toHaveLength(images);
      expect(new Set(subset).size).toBe(images);
      expect(spread(countClasses(subset, of))).toBeLessThanOrEqual(1);
    }
  });

  test('takes two shards for 6,000 images and all rows for 50,000', () => {
    expect(shardsOf(trainingSubset(uneven, 10, 6000, 1))).toHaveLength(2);
    const all = trainingSubset(uneven, 10, 50_000, 1);
    expect([...all]).toEqual(Array.from({ length: 50_000 }, (_, i) => i));
  });

  test('is a function of the seed', () => {
    expect(trainingSubset(labels, 10, 600, 5)).toEqual(trainingSubset(labels, 10, 600, 5));
    expect(trainingSubset(labels, 10, 600, 5)).not.toEqual(trainingSubset(labels, 10, 600, 6));
  });

  test('takes all of a scarce class and evens out the others', () => {
    const scarce = labels.map((label, i) => (label === 3 && i >= 100 ? 4 : label));
    const rare = scarce.filter((label) => label === 3).length;
    const counts = countClasses(trainingSubset(scarce, 10, 20_000, 1), scarce);
    expect(counts[3]).toBe(rare);
    expect(spread(counts.filter((_, label) => label !== 3))).toBeLessThanOrEqual(1);
  });
});

test('quotas never exceed what there is, add up, and level the rest', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 12 }), fc.nat(700), (available, images) => {
      const taken = quotas(available, images);
      const total = available.reduce((sum, n) => sum + n, 0);
      expect(taken.reduce((sum, n) => sum + n, 0)).toBe(Math.min(images, total));
      const open = taken.filter((n, label) => n < (available[label] as number));
      expect(taken.every((n, label) => n <= (available[label] as number))).toBe(true);
      if (open.length > 0) expect(Math.max(...taken) - Math.min(...open)).toBeLessThanOrEqual(1);
    }),
  );
});

test('shards are found from rows and from counts', () => {
  expect(shardsOf(Uint32Array.of(0, SHARD_SIZE, 4 * SHARD_SIZE + 7, 3))).toEqual([0, 1, 4]);
  expect(leadingShards(SHARD_SIZE)).toEqual([0]);
  expect(leadingShards(SHARD_SIZE + 1)).toEqual([0, 1]);
  expect([validationCount(400, SYNTHETIC), validationCount(50_000, SYNTHETIC)]).toEqual([400, 10_000]);
});
