/**
 * What the training loop knows of a data set: labels up front, images a block at a time, so that a run starts
 * as soon as the blocks it needs are there. Pixels stay bytes until an engine forms a batch.
 */
import type { DataSpec, Split } from '../spec/dataSpec.ts';

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
