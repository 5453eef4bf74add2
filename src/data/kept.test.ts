import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { DataSpec, Split } from '../spec/dataSpec.ts';
import { dataSetOf, type KeptSet, KeptSets, type SplitBytes } from './kept.ts';

const SPEC: DataSpec = {
  id: 'digits-12345678',
  name: 'Digits',
  sha256: '12345678'.repeat(8),
  shape: [1, 1, 3],
  classes: ['a', 'b'],
  counts: { train: 5003, validation: 2, test: 1 },
};
const SET: KeptSet = { spec: SPEC, added: '2026-01-01T00:00:00.000Z' };

const bytesOf = (split: Split): SplitBytes => ({
  images: Uint8Array.from({ length: SPEC.counts[split] * 3 }, (_, i) => (i * 7) % 251),
  labels: Uint8Array.from({ length: SPEC.counts[split] }, (_, i) => i % 2),
});
const SPLITS = { train: bytesOf('train'), validation: bytesOf('validation'), test: bytesOf('test') };

it('gives back what it was given, shard by shard, as a set in memory does', async () => {
  const kept = await KeptSets.open('a');
  await kept.add(SET, SPLITS);
  expect(await kept.list()).toEqual([SET]);
  const [stored, inMemory] = [await kept.dataSet(SPEC.id), dataSetOf(SPEC, SPLITS)];
  expect(stored.trainLabels).toEqual(SPLITS.train.labels);
  expect(await stored.load('train', [1, 0])).toEqual(await inMemory.load('train', [1, 0]));
  expect((await stored.load('train', [1]))[0]).toMatchObject({ start: 5000, labels: { length: 3 } });
  expect(await kept.splits(SPEC.id)).toEqual(SPLITS);
});

it('keeps a removed set until it is swept away, by its own tab or an hour later', async () => {
  const kept = await KeptSets.open('b');
  await kept.add(SET, SPLITS);
  const removed = await kept.remove(SPEC.id);
  expect(await kept.list()).toEqual([]);
  await expect(kept.dataSet(SPEC.id)).rejects.toThrow('Drop its images again');
  // As another tab does when it opens.
  await kept.sweep();
  if (removed) await kept.putBack(removed);
  expect(await kept.splits(SPEC.id)).toEqual(SPLITS);
  for (const sweep of [() => kept.sweep([SPEC.id]), () => kept.sweep([], Date.now() + 3_700_000)]) {
    await kept.add(SET, SPLITS);
    await kept.remove(SPEC.id);
    await sweep();
    await kept.putBack(SET);
    await expect(kept.dataSet(SPEC.id)).rejects.toThrow('are gone from this browser');
  }
});

it('takes another name, and the same set twice as once', async () => {
  const kept = await KeptSets.open('c');
  await kept.add(SET, SPLITS);
  await kept.rename(SPEC.id, { name: 'My digits', classes: ['x', 'y'] });
  expect((await kept.list()).map(({ spec }) => [spec.name, spec.classes, spec.id])).toEqual([
    ['My digits', ['x', 'y'], SPEC.id],
  ]);
  await kept.add(SET, SPLITS);
  expect(await kept.list()).toHaveLength(1);
});

it('keeps nothing of a set that could not be written whole, and what was there before', async () => {
  const kept = await KeptSets.open('d');
  const { put } = IDBObjectStore.prototype;
  let puts = 0;
  IDBObjectStore.prototype.put = function (...args) {
    if (++puts > 3) throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, args);
  };
  await expect(kept.add(SET, SPLITS)).rejects.toThrow('no room');
  IDBObjectStore.prototype.put = put;
  expect(await kept.list()).toEqual([]);
});
