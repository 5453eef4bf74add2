/** The data sets that an engine holds, as the bytes it was given, and minibatches formed from them. */
import type { Split } from '../engine.ts';

/** Rows start … start + labels.length − 1 of a split. */
interface Rows {
  readonly start: number;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export interface Batch {
  /** [labels.length, …] pixels / 255. */
  readonly x: Float32Array;
  readonly labels: Uint8Array;
}

/** Pixels are bytes: their quotients are looked up. */
const FRACTIONS = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** @returns pixels / 255, in an array of its own */
export const fractionsOf = (pixels: Uint8Array): Float32Array =>
  Float32Array.from(pixels, (byte) => FRACTIONS[byte] as number);

export class StoredImages {
  private readonly shards: Record<Split, Rows[]> = { train: [], validation: [], test: [] };
  /** One array per batch size, written again for each batch. */
  private readonly buffers = new Map<number, Float32Array>();

  put(split: Split, shard: Rows): void {
    // Rows given again replace the ones before: the latest shard comes first.
    this.shards[split].unshift(shard);
  }

  private find(split: Split, row: number): Rows {
    const shard = this.shards[split].find(({ start, labels }) => row >= start && row < start + labels.length);
    if (!shard) throw new Error(`no image at row ${row} of the ${split} split`);
    return shard;
  }

  /** The images at the given rows, valid until the next batch of the same size. */
  batch(split: Split, rows: ArrayLike<number>): Batch {
    const labels = new Uint8Array(rows.length);
    let x: Float32Array | undefined;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const shard = this.find(split, row);
      const pixels = shard.images.length / shard.labels.length;
      x ??= this.buffer(rows.length * pixels);
      const from = (row - shard.start) * pixels;
      for (let p = 0; p < pixels; p++)
        x[i * pixels + p] = FRACTIONS[shard.images[from + p] as number] as number;
      labels[i] = shard.labels[row - shard.start] as number;
    }
    return { x: x ?? new Float32Array(), labels };
  }

  private buffer(size: number): Float32Array {
    const buffer = this.buffers.get(size) ?? new Float32Array(size);
    this.buffers.set(size, buffer);
    return buffer;
  }
}
