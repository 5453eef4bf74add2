/** Data sets as bytes in the engine's memory, stored once; a step asks for the address of an image. */
import type { Split } from '../engine.ts';
import type { Memory } from './memory.ts';

/** Rows of one split: where each image is, 0 where none was put. */
interface Rows {
  addresses: Uint32Array;
  labels: Uint8Array;
}

export class StoredImages {
  readonly #memory: Memory;
  readonly #splits = new Map<Split, Rows>();
  readonly #blocks: number[] = [];

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  put(split: Split, start: number, images: Uint8Array, labels: Uint8Array): void {
    if (labels.length === 0) return;
    const size = images.length / labels.length;
    const block = this.#memory.allocate(images.length);
    this.#blocks.push(block);
    this.#memory.bytes.set(images, block);
    const rows = this.#rows(split, start + labels.length);
    rows.labels.set(labels, start);
    for (let i = 0; i < labels.length; i++) rows.addresses[start + i] = block + i * size;
  }

  /** Writes the addresses and labels of rows into the lists of a step. */
  list(
    split: Split,
    rows: ArrayLike<number>,
    from: number,
    count: number,
    images: number,
    labels: number,
  ): void {
    const found = this.#splits.get(split);
    const words = this.#memory.words;
    for (let i = 0; i < count; i++) {
      const row = rows[from + i] as number;
      const address = found?.addresses[row] ?? 0;
      if (!found || address === 0) throw new Error(`${split} image ${row} is not in the engine`);
      words[(images >>> 2) + i] = address;
      words[(labels >>> 2) + i] = found.labels[row] as number;
    }
  }

  dispose(): void {
    for (const block of this.#blocks) this.#memory.release(block);
  }

  /** The split's rows, at least so many. */
  #rows(split: Split, count: number): Rows {
    const rows = this.#splits.get(split) ?? { addresses: new Uint32Array(0), labels: new Uint8Array(0) };
    this.#splits.set(split, rows);
    if (count > rows.labels.length) {
      const addresses = new Uint32Array(count);
      const labels = new Uint8Array(count);
      addresses.set(rows.addresses);
      labels.set(rows.labels);
      rows.addresses = addresses;
      rows.labels = labels;
    }
    return rows;
  }
}
