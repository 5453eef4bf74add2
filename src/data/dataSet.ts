/**
 * What the training loop knows of a data set: labels up front, images a shard at a time, so that a run starts
 * as soon as the shards it needs are there. Pixels stay bytes until an engine forms a batch.
 */
import { type DataSpec, imageBytes, type Split } from '../spec/dataSpec.ts';

/** Images in a shard: the unit that is downloaded, generated, checked and cached (3.9 MB of Fashion-MNIST). */
export const SHARD_SIZE = 5000;

/** Rows start … start + labels.length − 1 of a split. Nobody may write to the arrays: they are shared. */
export interface Shard {
  readonly split: Split;
  /** The shard's number within its split. */
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
   * The shards with these numbers, in the order asked for. Shards that are there or on their way are shared.
   * @throws DataUnavailable
   */
  load(split: Split, shards: Iterable<number>, onProgress?: OnProgress): Promise<Shard[]>;
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

/** Loads or generates one shard, reporting the bytes it has so far. */
type LoadShard = (split: Split, index: number, onBytes: (received: number) => void) => Promise<Shard>;

interface Entry {
  readonly shard: Promise<Shard>;
  received: number;
  readonly listeners: Set<() => void>;
}

/**
 * Loads each shard once however many runs ask for it; a failed load may be tried again.
 * @returns `DataSet.load` over the given loader
 */
export function shareShards(spec: DataSpec, loadShard: LoadShard) {
  /** Bytes of images in a shard. */
  const shardBytes = (split: Split, index: number): number =>
    imageBytes(spec) * Math.min(SHARD_SIZE, spec.counts[split] - index * SHARD_SIZE);
  const entries = new Map<string, Entry>();

  const entryOf = (split: Split, index: number): Entry => {
    const key = `${split}/${index}`;
    const known = entries.get(key);
    if (known) return known;
    const listeners = new Set<() => void>();
    const shard = loadShard(split, index, (received) => {
      entry.received = received;
      for (const listener of listeners) listener();
    });
    const entry: Entry = { shard, received: 0, listeners };
    entries.set(key, entry);
    shard.then(
      () => {
        entry.received = shardBytes(split, index);
      },
      () => entries.delete(key),
    );
    return entry;
  };

  return async (split: Split, shards: Iterable<number>, onProgress?: OnProgress): Promise<Shard[]> => {
    const indices = [...shards];
    for (const index of indices) {
      if (!Number.isInteger(index) || index < 0 || index * SHARD_SIZE >= spec.counts[split]) {
        throw new RangeError(`${split} has no shard ${index}`);
      }
    }
    const wanted = indices.map((index) => entryOf(split, index));
    const total = indices.reduce((sum, index) => sum + shardBytes(split, index), 0);
    const report = () =>
      onProgress?.(
        wanted.reduce((sum, entry) => sum + entry.received, 0),
        total,
      );
    for (const entry of wanted) entry.listeners.add(report);
    try {
      const loaded = await Promise.all(wanted.map((entry) => entry.shard));
      onProgress?.(total, total);
      return loaded;
    } finally {
      for (const entry of wanted) entry.listeners.delete(report);
    }
  };
}
