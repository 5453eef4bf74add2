/**
 * Data sets that a visitor brought, kept in the browser: what they are in one store, their labels and shards of images in
 * another, written in one transaction.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type DataSpec, imageBytes, SPLITS, type Split } from '../spec/dataSpec.ts';
import { type DataSet, DataUnavailable, SHARD_SIZE, type Shard, shareShards } from './dataSet.ts';

export interface KeptSet {
  readonly spec: DataSpec;
  /** When it was brought, as an ISO date. */
  readonly added: string;
}

/** A set that was removed stays for an hour, so that no other tab sweeps away what this one can put back. */
const UNDO_MS = 3_600_000;
type StoredSet = KeptSet & { readonly removed?: number };

export interface SplitBytes {
  /** [count, height · width · channels] bytes. */
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
}

interface Schema extends DBSchema {
  /** By the set's id. */
  sets: { key: string; value: StoredSet };
  /** By id, split and shard; the labels of a split are its shard −1. */
  parts: { key: [id: string, split: Split, shard: number]; value: Uint8Array<ArrayBuffer> };
}

const NAME = 'norm-playground-data';
const LABELS = -1;

export class KeptSets {
  readonly #database: IDBPDatabase<Schema>;
  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  /** @throws where the browser keeps nothing: a private window, blocked cookies, a frame of another origin */
  static async open(name: string = NAME): Promise<KeptSets> {
    const database = await openDB<Schema>(name, 1, {
      upgrade(created) {
        created.createObjectStore('sets');
        created.createObjectStore('parts');
      },
      blocking(_current, _wanted, event) {
        if (event.target instanceof IDBDatabase) event.target.close();
      },
    });
    return new KeptSets(database);
  }

  /** The oldest first. */
  async list(): Promise<KeptSet[]> {
    const sets = (await this.#database.getAll('sets')).filter(({ removed }) => removed === undefined);
    return sets.sort((a, b) => (a.added < b.added ? -1 : 1));
  }

  /** All of it or nothing, in one transaction. @throws DOMException, QuotaExceededError, when the disk is full */
  async add(set: KeptSet, splits: Readonly<Record<Split, SplitBytes>>): Promise<void> {
    const { id } = set.spec;
    const bytes = SHARD_SIZE * imageBytes(set.spec);
    const writing = this.#database.transaction(['sets', 'parts'], 'readwrite');
    const parts = writing.objectStore('parts');
    const puts: Promise<unknown>[] = [];
    try {
      puts.push(writing.objectStore('sets').put(set, id));
      for (const split of SPLITS) {
        const { images, labels } = splits[split];
        puts.push(parts.put(labels, [id, split, LABELS]));
        for (let shard = 0; shard * bytes < images.length; shard++)
          puts.push(parts.put(images.slice(shard * bytes, (shard + 1) * bytes), [id, split, shard]));
      }
    } catch (error) {
      // A put that fails later ends the transaction by itself, one that throws does not.
      writing.abort();
      await Promise.allSettled([...puts, writing.done]);
      throw error;
    }
    await Promise.all([...puts, writing.done]);
  }

  /** Another name for the set and its classes; its images and its id stay. */
  async rename(id: string, names: Pick<DataSpec, 'name' | 'classes'>): Promise<void> {
    const transaction = this.#database.transaction('sets', 'readwrite');
    const set = await transaction.store.get(id);
    if (set) await transaction.store.put({ ...set, spec: { ...set.spec, ...names } }, id);
    await transaction.done;
  }

  /** Its images stay until they are swept away, so that it can be put back. */
  async remove(id: string): Promise<KeptSet | undefined> {
    const set = await this.#kept(id);
    if (set) await this.#database.put('sets', { ...set, removed: Date.now() }, id);
    return set;
  }

  async putBack(set: KeptSet): Promise<void> {
    await this.#database.put('sets', set, set.spec.id);
  }

  /** Deletes these sets, if they are removed, and all that were removed so long ago that nobody puts them back. */
  async sweep(ids: readonly string[] = [], now: number = Date.now()): Promise<void> {
    // At once, or a set that another tab adds meanwhile would lose its parts.
    const change = this.#database.transaction(['sets', 'parts'], 'readwrite');
    const [sets, parts] = [change.objectStore('sets'), change.objectStore('parts')];
    for (const { spec, removed } of await sets.getAll())
      if (removed !== undefined && (ids.includes(spec.id) || removed < now - UNDO_MS))
        await sets.delete(spec.id);
    const there = new Set(await sets.getAllKeys());
    const kept = new Set((await parts.getAllKeys()).map(([id]) => id));
    for (const id of kept) if (!there.has(id)) await parts.delete(IDBKeyRange.bound([id], [id, []]));
    await change.done;
  }

  async #kept(id: string): Promise<KeptSet | undefined> {
    const set = await this.#database.get('sets', id);
    return set?.removed === undefined ? set : undefined;
  }

  /** @throws DataUnavailable for a set that is not there */
  async dataSet(id: string): Promise<DataSet> {
    const set = await this.#kept(id);
    if (!set)
      throw new DataUnavailable(
        `data: '${id}' is not among the sets of this browser. Drop its images again.`,
      );
    const { spec } = set;
    const part = async (split: Split, shard: number): Promise<Uint8Array<ArrayBuffer>> => {
      const bytes = await this.#database.get('parts', [id, split, shard]);
      if (!bytes)
        throw new DataUnavailable(
          `data: images of '${spec.name}' are gone from this browser. Drop them again.`,
        );
      return bytes;
    };
    return setFrom(spec, await part('train', LABELS), part, (split) => part(split, LABELS));
  }

  /** All of a set's images and labels. @throws DataUnavailable */
  async splits(id: string): Promise<Readonly<Record<Split, SplitBytes>>> {
    const data = await this.dataSet(id);
    const whole = async (split: Split): Promise<SplitBytes> => {
      const count = data.spec.counts[split];
      const bytes = imageBytes(data.spec);
      const images = new Uint8Array(count * bytes);
      const labels = new Uint8Array(count);
      const shards = await data.load(
        split,
        Array.from({ length: Math.ceil(count / SHARD_SIZE) }, (_, i) => i),
      );
      for (const shard of shards) {
        images.set(shard.images, shard.start * bytes);
        labels.set(shard.labels, shard.start);
      }
      return { images, labels };
    };
    return { train: await whole('train'), validation: await whole('validation'), test: await whole('test') };
  }

  close(): void {
    this.#database.close();
  }
}

/** The whole of it in memory, as a terminal has it. */
export function dataSetOf(spec: DataSpec, splits: Readonly<Record<Split, SplitBytes>>): DataSet {
  const bytes = SHARD_SIZE * imageBytes(spec);
  return setFrom(
    spec,
    splits.train.labels,
    async (split, index) => splits[split].images.subarray(index * bytes, (index + 1) * bytes),
    async (split) => splits[split].labels,
  );
}

function setFrom(
  spec: DataSpec,
  trainLabels: Uint8Array,
  imagesOf: (split: Split, shard: number) => Promise<Uint8Array>,
  labelsOf: (split: Split) => Promise<Uint8Array>,
): DataSet {
  return {
    spec,
    id: spec.id,
    trainLabels,
    load: shareShards(spec, async (split, index, onBytes): Promise<Shard> => {
      const [images, labels] = [await imagesOf(split, index), await labelsOf(split)];
      onBytes(images.length);
      const start = index * SHARD_SIZE;
      return { split, index, start, images, labels: labels.subarray(start, start + SHARD_SIZE) };
    }),
  };
}
