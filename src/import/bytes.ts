/** Bytes that come piece by piece. */
import { LIMITS, refuseLarge } from './refusal.ts';

export type Chunks = AsyncIterable<Uint8Array>;

/** At a time. */
const SKIPPED = 2 ** 20;

export async function* each(chunks: readonly Uint8Array[]): Chunks {
  yield* chunks;
}

export function streamOf(chunks: Chunks): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value.slice());
    },
  });
}

/** A stream of bytes that can be looked into and taken from piece by piece. */
export class ByteReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #ahead: Uint8Array[] = [];
  #size = 0;
  #ended = false;
  /** Bytes taken so far. */
  position = 0;
  constructor(chunks: Chunks) {
    this.#iterator = chunks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, fewer at the end, which stay to be read. */
  async peek(count: number): Promise<Uint8Array> {
    await this.#fill(count);
    return join(this.#ahead, Math.min(count, this.#size));
  }

  /** The next `count` bytes, fewer at the end. */
  async take(count: number): Promise<Uint8Array> {
    await this.#fill(count);
    const length = Math.min(count, this.#size);
    const taken = join(this.#ahead, length);
    let left = length;
    while (left > 0) {
      const [first] = this.#ahead;
      if (!first) break;
      if (first.length > left) {
        this.#ahead[0] = first.subarray(left);
        left = 0;
      } else {
        left -= first.length;
        this.#ahead.shift();
      }
    }
    this.#size -= length;
    this.position += length;
    return taken;
  }

  /** Takes what stands before, without holding it. */
  async skipTo(position: number): Promise<void> {
    while (this.position < position) {
      const taken = await this.take(Math.min(position - this.position, SKIPPED));
      if (taken.length === 0) return;
    }
  }

  /** All that is left, which stays to be read. @throws Unreadable if that is larger than a file may be */
  async rest(): Promise<Uint8Array<ArrayBuffer>> {
    await this.#fill(LIMITS.fileBytes + 1);
    refuseLarge(this.#size);
    return join(this.#ahead, this.#size);
  }

  async *all(): Chunks {
    yield* this.#ahead.splice(0);
    while (await this.#more()) yield* this.#ahead.splice(0);
  }

  async #fill(count: number): Promise<void> {
    while (this.#size < count && (await this.#more()));
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const { done, value } = await this.#iterator.next();
    if (done) this.#ended = true;
    else {
      this.#ahead.push(value);
      this.#size += value.length;
    }
    return !done;
  }
}

/** The first `length` bytes of the chunks. */
export function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    if (at === length) break;
    const part = chunk.subarray(0, length - at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
