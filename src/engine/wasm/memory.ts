/**
 * The engine's one memory: data sets, parameters, workspaces and programs of every trainer, shared by all threads.
 * WebAssembly memory only grows, so what is given back is kept for the next that needs it. Of what fits the smallest is
 * taken (best fit): trainers that come and go have the same sizes, which then fall into their places again.
 */
import { EngineRefusal, megabytes } from '../engine.ts';

const PAGE = 65_536;
/** Everything begins on a cache line. */
const ALIGNMENT = 64;
/** The first page is the threads' control block and a stretch of zeros. */
const HEAP = PAGE;
interface Span {
  readonly address: number;
  readonly bytes: number;
}

/** The largest maximum that this machine grants a shared memory: it may reserve all of it as address space. */
function createMemory(): WebAssembly.Memory {
  for (let maximum = 65_536; ; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial: 2, maximum, shared: true });
    } catch (error) {
      if (maximum <= 4096) throw error;
    }
  }
}

export class Memory {
  readonly memory = createMemory();
  #free: Span[] = [{ address: HEAP, bytes: this.memory.buffer.byteLength - HEAP }];
  readonly #used = new Map<number, number>();
  #floats = new Float32Array(this.memory.buffer);
  #bytes = new Uint8Array(this.memory.buffer);
  #words = new Int32Array(this.memory.buffer);

  /** @returns the address of so many bytes, whatever is in them @throws EngineRefusal where there is no room for them */
  allocate(size: number): number {
    const bytes = Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    const span = this.#smallest(bytes) ?? this.#grow(bytes);
    const at = this.#free.indexOf(span);
    const rest = { address: span.address + bytes, bytes: span.bytes - bytes };
    this.#free.splice(at, 1, ...(rest.bytes > 0 ? [rest] : []));
    this.#used.set(span.address, bytes);
    return span.address;
  }

  /** What `make` allocates is given back where it throws. */
  allOrNothing<T>(make: () => T): T {
    const before = new Set(this.#used.keys());
    try {
      return make();
    } catch (error) {
      for (const address of [...this.#used.keys()]) if (!before.has(address)) this.release(address);
      throw error;
    }
  }

  /** As `allocate`, all zero. */
  allocateZeroed(size: number): number {
    const address = this.allocate(size);
    this.bytes.fill(0, address, address + size);
    return address;
  }

  release(address: number): void {
    const bytes = this.#used.get(address);
    if (bytes === undefined) throw new Error(`nothing was allocated at ${address}`);
    this.#used.delete(address);
    const spans = [...this.#free, { address, bytes }].sort((a, b) => a.address - b.address);
    this.#free = [];
    for (const span of spans) {
      const before = this.#free.at(-1);
      if (before && before.address + before.bytes === span.address)
        this.#free[this.#free.length - 1] = { address: before.address, bytes: before.bytes + span.bytes };
      else this.#free.push(span);
    }
  }

  get liveBytes(): number {
    return [...this.#used.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Bytes allocated at an address. */
  sizeAt(address: number): number {
    return this.#used.get(address) ?? 0;
  }

  get floats(): Float32Array {
    this.#refresh();
    return this.#floats;
  }

  get bytes(): Uint8Array {
    this.#refresh();
    return this.#bytes;
  }

  get words(): Int32Array {
    this.#refresh();
    return this.#words;
  }

  /** A copy of float32 values. */
  read(address: number, length: number): Float32Array {
    return this.floats.slice(address >>> 2, (address >>> 2) + length);
  }

  write(address: number, values: ArrayLike<number>): void {
    this.floats.set(values, address >>> 2);
  }

  /** Views see only what there was when they were made. */
  #refresh(): void {
    if (this.#bytes.buffer === this.memory.buffer) return;
    this.#floats = new Float32Array(this.memory.buffer);
    this.#bytes = new Uint8Array(this.memory.buffer);
    this.#words = new Int32Array(this.memory.buffer);
  }

  /** Of the free spans that have so many bytes. */
  #smallest(bytes: number): Span | undefined {
    return this.#free.reduce<Span | undefined>(
      (best, span) =>
        span.bytes >= bytes && span.bytes < (best?.bytes ?? Number.POSITIVE_INFINITY) ? span : best,
      undefined,
    );
  }

  /** Makes the last free span one of at least so many bytes. */
  #grow(bytes: number): Span {
    const end = this.memory.buffer.byteLength;
    const last = this.#free.at(-1);
    const atEnd = last && last.address + last.bytes === end ? last : undefined;
    const pages = Math.ceil((bytes - (atEnd?.bytes ?? 0)) / PAGE);
    try {
      this.memory.grow(pages);
    } catch {
      const [more, there] = [bytes, end].map(megabytes);
      throw new EngineRefusal(
        `CPU: what trains here takes ${there}, and the page gets no ${more} more: choose a smaller batch size or network, or train fewer runs at once`,
      );
    }
    if (atEnd) this.#free.pop();
    const address = atEnd?.address ?? end;
    const span = { address, bytes: end + pages * PAGE - address };
    this.#free.push(span);
    return span;
  }
}
