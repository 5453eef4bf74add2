/** Data sets in the GPU's memory, as bytes, an image from whole words; labels stay here and come with each step. */
import type { Split } from '../engine.ts';
import { type Device, Usage } from './device.ts';
import { wordsOf } from './pointwise.ts';

const USAGE = Usage.storage | Usage.copySource | Usage.copyDestination;

interface Rows {
  readonly buffer: GPUBuffer;
  /** Rows that there is room for. */
  readonly room: number;
  readonly labels: Uint8Array;
  /** 1 for every row that was put. */
  readonly there: Uint8Array;
}

/** Images as whole words each. */
export function inWords(images: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const size = images.length / count;
  const stride = 4 * wordsOf(size);
  if (stride === size) return new Uint8Array(images);
  const words = new Uint8Array(count * stride);
  for (let i = 0; i < count; i++) words.set(images.subarray(i * size, (i + 1) * size), i * stride);
  return words;
}

export class StoredImages {
  readonly #device: Device;
  readonly #splits = new Map<Split, Rows>();

  constructor(device: Device) {
    this.#device = device;
  }

  put(split: Split, start: number, images: Uint8Array, labels: Uint8Array): void {
    const count = labels.length;
    if (count === 0) return;
    const bytes = 4 * wordsOf(images.length / count);
    const rows = this.#rows(split, start + count, bytes);
    this.#device.gpu.queue.writeBuffer(rows.buffer, start * bytes, inWords(images, count));
    rows.labels.set(labels, start);
    rows.there.fill(1, start, start + count);
  }

  /** The split's images, for kernels. */
  buffer(split: Split): GPUBuffer {
    const rows = this.#splits.get(split);
    if (!rows) throw new Error(`the engine has no ${split} images`);
    return rows.buffer;
  }

  /** Writes rows and their labels into a step's list. @throws Error for a row that is not there */
  list(split: Split, rows: ArrayLike<number>, list: Uint32Array, labels: Uint32Array): void {
    const found = this.#splits.get(split);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (!found?.there[row]) throw new Error(`${split} image ${row} is not in the engine`);
      list[i] = row;
      labels[i] = found.labels[row] as number;
    }
  }

  dispose(): void {
    for (const { buffer } of this.#splits.values()) buffer.destroy();
    this.#splits.clear();
  }

  /** The split's rows, with room for at least so many. */
  #rows(split: Split, count: number, bytes: number): Rows {
    const before = this.#splits.get(split);
    if (before && before.room >= count) return before;
    const room = Math.max(count, 2 * (before?.room ?? 0));
    const rows: Rows = {
      ...{ room, labels: new Uint8Array(room), there: new Uint8Array(room) },
      buffer: this.#device.buffer(room * bytes, USAGE, `the ${split} images`),
    };
    if (before) {
      rows.labels.set(before.labels);
      rows.there.set(before.there);
      const encoder = this.#device.gpu.createCommandEncoder();
      encoder.copyBufferToBuffer(before.buffer, 0, rows.buffer, 0, before.room * bytes);
      this.#device.submit(encoder);
      before.buffer.destroy();
    }
    this.#splits.set(split, rows);
    return rows;
  }
}
