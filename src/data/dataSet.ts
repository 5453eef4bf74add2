/**
 * What the training loop knows of a data set: labels up front, images a block at a time, so that a run starts
 * as soon as the blocks it needs are there. Pixels stay bytes until an engine forms a batch.
 */
import { type DataSpec, imageBytes, type Split } from '../spec/dataSpec.ts';

/** Images in a block: the unit that is downloaded, generated, checked and cached (3.9 MB of Fashion-MNIST). */
export const BLOCK = 5000;

/** Rows start … start + labels.length − 1 of a split. Nobody may write to the arrays: they are shared. */
export interface Block {
  readonly split: Split;
  /** The block's number within its split. */
  readonly index: number;
  readonly start: number;
  /** [count, height · width · channels] bytes, 0 … 255, rows from the top. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** How far a load is, in bytes of images. */
export type OnProgress = (received: number, total: number) => void;

export interface DataSet {
  readonly spec: DataSpec;
  /** Names the bytes, for an engine that holds several sets: 'fashion-mnist', 'synthetic-1' (1 is the seed). */
  readonly id: string;
  /** A label a training image: what `trainingSubset` chooses from. */
  readonly trainLabels: Uint8Array;
  /**
   * The blocks with these numbers, in the order asked for. Blocks that are there or on their way are shared.
   * @throws DataUnavailable
   */
  load(split: Split, blocks: Iterable<number>, onProgress?: OnProgress): Promise<Block[]>;
}

export interface OpenOptions {
  /** The folder that holds manifest.json, with a slash at the end. `synthetic` needs none. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Ends every load of this data set with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Waits between tries; one more try than there are waits. */
  readonly retryDelaysMs?: readonly number[];
}

/** The data cannot be had. The message is for a person: what is missing, what was expected, what to do. */
export class DataUnavailable extends Error {
  override readonly name = 'DataUnavailable';
}

/** Loads or generates one block, reporting the bytes it has so far. */
type LoadBlock = (split: Split, index: number, onBytes: (received: number) => void) => Promise<Block>;

interface Entry {
  readonly block: Promise<Block>;
  received: number;
  readonly listeners: Set<() => void>;
}

/**
 * Loads each block once however many runs ask for it; a failed load may be tried again.
 * @returns `DataSet.load` over the given loader
 */
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
