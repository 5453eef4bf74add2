/** Blocks of one data set, each loaded once however many runs ask for it; a failed load may be tried again. */
import { type DataSpec, imageBytes, type Split } from '../spec/dataSpec.ts';
import { BLOCK, type Block, type OnProgress } from './dataSet.ts';

/** Loads or generates one block, reporting the bytes it has so far. */
export type LoadBlock = (split: Split, index: number, onBytes: (received: number) => void) => Promise<Block>;

interface Entry {
  readonly block: Promise<Block>;
  received: number;
  readonly listeners: Set<() => void>;
}

/** @returns `DataSet.load` over the given loader */
export function shareBlocks(spec: DataSpec, loadBlock: LoadBlock) {
  /** Bytes of images in a block. */
  const blockBytes = (split: Split, index: number): number =>
    imageBytes(spec) * Math.min(BLOCK, spec.counts[split] - index * BLOCK);
  const entries = new Map<string, Entry>();

  const entryOf = (split: Split, index: number): Entry => {
    const key = `${split}/${index}`;
    const known = entries.get(key);
    if (known) return known;
    const listeners = new Set<() => void>();
    const block = loadBlock(split, index, (received) => {
      entry.received = received;
      for (const listener of listeners) listener();
    });
    const entry: Entry = { block, received: 0, listeners };
    entries.set(key, entry);
    block.then(
      () => {
        entry.received = blockBytes(split, index);
      },
      () => entries.delete(key),
    );
    return entry;
  };

  return async (split: Split, blocks: Iterable<number>, onProgress?: OnProgress): Promise<Block[]> => {
    const indices = [...blocks];
    for (const index of indices) {
      if (!Number.isInteger(index) || index < 0 || index * BLOCK >= spec.counts[split]) {
        throw new RangeError(`${split} has no block ${index}`);
      }
    }
    const wanted = indices.map((index) => entryOf(split, index));
    const total = indices.reduce((sum, index) => sum + blockBytes(split, index), 0);
    const report = () =>
      onProgress?.(
        wanted.reduce((sum, entry) => sum + entry.received, 0),
        total,
      );
    for (const entry of wanted) entry.listeners.add(report);
    try {
      const loaded = await Promise.all(wanted.map((entry) => entry.block));
      onProgress?.(total, total);
      return loaded;
    } finally {
      for (const entry of wanted) entry.listeners.delete(report);
    }
  };
}
