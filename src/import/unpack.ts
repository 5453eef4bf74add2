/** Files one after the other, out of folders and out of archives inside them; what nobody wants is named and skipped. */
import { Inflate, Unzip, type UnzipFile, UnzipInflate } from 'fflate';
import {
  DEFLATED,
  HEADER_BYTES,
  type Listed,
  listOf,
  nameOf,
  placeOf,
  STORED,
  startOf,
} from '../zip/list.ts';
import { ByteReader, type Chunks, each, streamOf } from './bytes.ts';
import { type FileKind, HEAD_BYTES, kindOf } from './kind.ts';
import { ImportRefused, LIMITS, refuseLarge, Unreadable } from './refusal.ts';

/** As dropped or picked: its path below what was dropped. */
export interface SourceFile {
  readonly path: string;
  readonly blob: Blob;
}

/** A file that is no archive. */
export interface PlainFile {
  /** Archives count as folders: 'digits.zip/train/7/0001.png'. */
  readonly path: string;
  readonly kind: FileKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Unpacking {
  readonly signal?: AbortSignal | undefined;
  /** A file that is left out. */
  readonly skip: (path: string, reason: string) => void;
  /** Bytes of the dropped files read since the last call. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

/** Archives in archives in archives: an EMNIST zip of gzipped files needs two. */
const DEEPEST = 3;

/** Bytes unpacked at a time: what comes of them, a thousand times as much at most, is in memory before it is counted. */
const PIECE = 2 ** 16;

/** @throws ImportRefused for an archive that grows beyond the limit; the signal's reason when it is aborted */
export async function* unpack(
  files: Iterable<SourceFile>,
  unpacking: Unpacking,
): AsyncGenerator<PlainFile, void> {
  const walk = new Walk(unpacking);
  for (const { path, blob } of files) {
    if (isHidden(path)) continue;
    yield* walk.open(path, walk.chunksOf(blob), 0, blob);
  }
}

/** Left behind by operating systems; nobody wants to be told of them one by one. */
const isHidden = (path: string): boolean =>
  path
    .split('/')
    .some(
      (part) => part === '__MACOSX' || part.startsWith('.') || part === 'Thumbs.db' || part === 'desktop.ini',
    );

class Walk {
  readonly #unpacking: Unpacking;
  /** Bytes of the dropped files, and what came out of them. */
  #read = 0;
  #unpacked = 0;
  constructor(unpacking: Unpacking) {
    this.#unpacking = unpacking;
  }

  async *chunksOf(blob: Blob): Chunks {
    const { signal, onRead } = this.#unpacking;
    const reader = blob.stream().getReader();
    try {
      while (true) {
        signal?.throwIfAborted();
        const { done, value } = await reader.read();
        if (done) return;
        for (let at = 0; at < value.length; at += PIECE) {
          const piece = value.subarray(at, at + PIECE);
          this.#read += piece.length;
          onRead?.(piece.length);
          yield piece;
        }
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  /** @param blob of the chunks, where there is one */
  async *open(path: string, chunks: Chunks, depth: number, blob?: Blob): AsyncGenerator<PlainFile, void> {
    const reader = new ByteReader(chunks);
    try {
      const head = await reader.peek(HEAD_BYTES);
      const kind = kindOf(head);
      if (kind !== 'zip' && kind !== 'gzip' && kind !== 'tar') {
        refuseLarge(blob?.size ?? 0);
        yield { path, kind, bytes: await reader.rest() };
        return;
      }
      if (depth === DEEPEST) throw new Unreadable('an archive inside archives inside archives');
      if (kind === 'zip') yield* this.#zip(path, reader, depth + 1, blob);
      else if (kind === 'tar') yield* this.#tar(path, reader, depth + 1);
      else
        yield* this.open(
          path.replace(/\.gz(ip)?$/i, '').replace(/\.tgz$/i, '.tar'),
          this.#gunzip(path, reader),
          depth + 1,
        );
    } catch (error) {
      this.#unpacking.signal?.throwIfAborted();
      if (error instanceof ImportRefused) throw error;
      this.#unpacking.skip(path, reasonOf(error));
    }
  }

  /** @param path of the file that is being unpacked */
  #count(path: string, bytes: number): void {
    this.#unpacked += bytes;
    const { unpackedBytes, growth } = LIMITS;
    if (this.#unpacked > unpackedBytes)
      throw new ImportRefused(
        `${path}: the archives hold more than ${unpackedBytes / 1e9} GB once unpacked. Drop fewer files, or smaller pictures.`,
      );
    if (this.#unpacked > growth.free + growth.most * this.#read)
      throw new ImportRefused(
        `${path} grows to more than ${growth.most} times its size once unpacked, as no images do: the archive is damaged, or made to fill the memory. Pack the images again.`,
      );
  }

  async *#gunzip(path: string, reader: ByteReader): Chunks {
    const inflated = streamOf(reader.all()).pipeThrough(new DecompressionStream('gzip')).getReader();
    try {
      while (true) {
        const { done, value } = await inflated.read();
        if (done) return;
        this.#count(path, value.length);
        yield value;
      }
    } finally {
      await inflated.cancel().catch(() => undefined);
    }
  }

  async *#zip(path: string, reader: ByteReader, depth: number, blob?: Blob): AsyncGenerator<PlainFile, void> {
    const listed = await listOf(blob ?? new Blob([await reader.rest()]));
    yield* listed ? this.#listed(path, reader, listed, depth) : this.#streamed(path, reader, depth);
  }

  async *#listed(
    path: string,
    reader: ByteReader,
    entries: readonly Listed[],
    depth: number,
  ): AsyncGenerator<PlainFile, void> {
    for (const entry of entries) {
      if (entry.name.endsWith('/') || isHidden(entry.name)) continue;
      const inside = `${path}/${entry.name}`;
      let chunks: Uint8Array[];
      try {
        chunks = await this.#entry(inside, reader, entry);
      } catch (error) {
        this.#unpacking.signal?.throwIfAborted();
        if (error instanceof ImportRefused) throw error;
        this.#unpacking.skip(inside, reasonOf(error));
        continue;
      }
      yield* this.open(inside, each(chunks), depth);
    }
    await reader.skipTo(Number.POSITIVE_INFINITY);
  }

  async #entry(path: string, reader: ByteReader, entry: Listed): Promise<Uint8Array[]> {
    const { at, packed, size, method, encrypted } = entry;
    if (encrypted) throw new Unreadable('it has a password: unpack it, and drop its files');
    if (method !== STORED && method !== DEFLATED)
      throw new Unreadable(`it is packed in a way that cannot be read (${method}): pack it as a plain ZIP`);
    refuseLarge(Math.max(packed, size));
    await reader.skipTo(at);
    const isThere = reader.position === at;
    const header = await reader.take(HEADER_BYTES);
    const start = isThere ? startOf(entry, new DataView(header.buffer)) : undefined;
    if (start === undefined) throw new Error('it is not where the archive says');
    await reader.skipTo(start);
    const chunks: Uint8Array[] = [];
    let found = 0;
    const keep = (chunk: Uint8Array): void => {
      this.#count(path, chunk.length);
      found += chunk.length;
      refuseLarge(found);
      chunks.push(chunk);
    };
    const inflate = new Inflate(keep);
    for (let left = packed; left > 0; ) {
      const piece = await reader.take(Math.min(left, PIECE));
      if (piece.length === 0) break;
      left -= piece.length;
      if (method === STORED) keep(piece);
      else inflate.push(piece, left === 0);
    }
    if (found !== size) throw new Error(`it holds ${found} bytes instead of ${size}`);
    return chunks;
  }

  /** File by file as it comes: of an archive that ends early there is what there is. */
  async *#streamed(path: string, reader: ByteReader, depth: number): AsyncGenerator<PlainFile, void> {
    const ready: { readonly path: string; readonly chunks: Uint8Array[] }[] = [];
    let failure: unknown;
    const unzip = new Unzip();
    unzip.register(UnzipInflate);
    unzip.onfile = (file) => {
      const name = placeOf(nameIn(file));
      if (name.endsWith('/') || isHidden(name)) return;
      const inside = `${path}/${name}`;
      this.#collect(inside, file, ready, (error) => {
        failure ??= error instanceof ImportRefused ? error : undefined;
        this.#unpacking.skip(inside, reasonOf(error));
      });
    };
    for await (const chunk of reader.all()) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        unzip.push(chunk.subarray(at, at + PIECE));
        if (failure) throw failure;
        for (const { path: inside, chunks } of ready.splice(0)) yield* this.open(inside, each(chunks), depth);
      }
    }
    unzip.push(new Uint8Array(), true);
    for (const { path: inside, chunks } of ready.splice(0)) yield* this.open(inside, each(chunks), depth);
  }

  #collect(
    path: string,
    file: UnzipFile,
    ready: { readonly path: string; readonly chunks: Uint8Array[] }[],
    failed: (error: unknown) => void,
  ): void {
    const chunks: Uint8Array[] = [];
    let size = 0;
    file.ondata = (error, chunk, final) => {
      try {
        if (error) throw error;
        size += chunk.length;
        this.#count(path, chunk.length);
        refuseLarge(size);
        chunks.push(chunk);
        if (final) ready.push({ path, chunks });
      } catch (reason) {
        file.terminate();
        failed(reason);
      }
    };
    try {
      refuseLarge(file.originalSize ?? 0);
      file.start();
    } catch (reason) {
      failed(reason);
    }
  }

  /** POSIX ustar with the long names of GNU and pax. */
  async *#tar(path: string, reader: ByteReader, depth: number): AsyncGenerator<PlainFile, void> {
    let longName: string | undefined;
    while (true) {
      const header = await reader.take(512);
      if (header.length < 512 || header.every((byte) => byte === 0)) return;
      const text = (at: number, length: number) =>
        new TextDecoder().decode(header.subarray(at, at + length)).replace(/\0.*$/s, '');
      const size = Number.parseInt(text(124, 12).trim() || '0', 8);
      if (!Number.isSafeInteger(size) || size > LIMITS.fileBytes)
        throw new Unreadable('a damaged tar archive');
      const bytes = await reader.take(size);
      if (bytes.length < size) throw new Unreadable('a tar archive that ends in the middle of a file');
      await reader.take((512 - (size % 512)) % 512);
      const type = text(156, 1);
      if (type === 'L') longName = new TextDecoder().decode(bytes).replace(/\0.*$/s, '');
      else if (type === 'x')
        longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(new TextDecoder().decode(bytes))?.[1] ?? longName;
      else if (type === '' || type === '0') {
        const prefix = text(345, 155);
        const name = placeOf(longName ?? (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100)));
        longName = undefined;
        if (!isHidden(name)) yield* this.open(`${path}/${name}`, each([bytes]), depth);
      } else longName = undefined;
    }
  }
}

/** fflate takes a name for Latin-1 that does not say what it is. */
function nameIn({ name }: UnzipFile): string {
  const codes = Array.from(name, (character) => character.charCodeAt(0));
  return codes.every((code) => code < 256) ? nameOf(Uint8Array.from(codes)) : name;
}

const reasonOf = (error: unknown): string =>
  error instanceof Unreadable
    ? error.message
    : `damaged (${error instanceof Error ? error.message : String(error)}): pack or download it again`;
