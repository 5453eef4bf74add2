/**
 * The files of a ZIP archive that somebody asks for, by its list at the end: nothing else of it is read, so weights
 * beside the runs cost nothing, and what is made to fill the memory is refused as it grows.
 */
import { Inflate } from 'fflate';

/** A mistake in a file, in words. */
export class Unreadable extends Error {}

interface Entry {
  readonly path: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packed: number;
  readonly at: number;
}

/** The list's end with the longest comment there can be, and an entry of it and of a file without their names. */
const END = { signature: 0x06054b50, bytes: 22, longest: 22 + 65_535 } as const;
const LISTED = { signature: 0x02014b50, bytes: 46 } as const;
const HEADER = { signature: 0x04034b50, bytes: 30 } as const;
/** A hundred thousand files. */
const MOST_LISTED = 20e6;
/** Inflated at a time: a thousand times as much may come of it before it is counted. */
const PIECE = 2 ** 14;

export const isZip = async (blob: Blob): Promise<boolean> =>
  new TextDecoder('latin1').decode(await blob.slice(0, 2).arrayBuffer()) === 'PK';

/** What is listed under that name in any folder, but for what macOS leaves beside its files. @throws Unreadable */
export async function entriesNamed(blob: Blob, name: string): Promise<readonly Entry[]> {
  const entries = await entriesOf(blob);
  return entries.filter(({ path }) => {
    const parts = path.split('/');
    return parts.at(-1) === name && !parts.includes('__MACOSX');
  });
}

const viewOf = async (blob: Blob, from: number, to: number): Promise<DataView> =>
  new DataView(await blob.slice(from, to).arrayBuffer());

const damaged = (): Unreadable => new Unreadable('the archive is damaged: pack or download it again');

async function entriesOf(blob: Blob): Promise<Entry[]> {
  const tail = await viewOf(blob, Math.max(0, blob.size - END.longest), blob.size);
  let end = tail.byteLength - END.bytes;
  while (end >= 0 && tail.getUint32(end, true) !== END.signature) end--;
  if (end < 0) throw damaged();
  const [size, from] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (size > MOST_LISTED || from + size > blob.size) throw damaged();
  const list = await viewOf(blob, from, from + size);
  const entries: Entry[] = [];
  for (let at = 0; at + LISTED.bytes <= size && list.getUint32(at, true) === LISTED.signature; ) {
    const [name, extra, comment] = [28, 30, 32].map((field) => list.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const path = new TextDecoder().decode(
      new Uint8Array(list.buffer, at + LISTED.bytes, Math.min(name, size - at - LISTED.bytes)),
    );
    entries.push({
      path,
      method: list.getUint16(at + 10, true),
      packed: list.getUint32(at + 20, true),
      at: list.getUint32(at + 42, true),
    });
    at += LISTED.bytes + name + extra + comment;
  }
  return entries;
}

/** @param left of the bytes that may come of all that is asked for, `most` @throws Unreadable */
export async function unpackEntry(
  blob: Blob,
  { path, method, packed, at }: Entry,
  { left, most }: { readonly left: number; readonly most: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const header = await viewOf(blob, at, at + HEADER.bytes);
  if (header.byteLength < HEADER.bytes || header.getUint32(0, true) !== HEADER.signature) throw damaged();
  const start = at + HEADER.bytes + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + packed > blob.size) throw damaged();
  const refuseLarge = (bytes: number): void => {
    if (bytes > left)
      throw new Unreadable(`${path} holds more than the ${most / 1e6} MB that are read of an archive`);
  };
  if (method === 0) {
    refuseLarge(packed);
    return new Uint8Array(await blob.slice(start, start + packed).arrayBuffer());
  }
  if (method !== 8)
    throw new Unreadable(`${path} is packed in a way that cannot be read: pack it as a plain ZIP`);
  const chunks: Uint8Array[] = [];
  let [size, ended] = [0, false];
  const inflate = new Inflate((chunk, final) => {
    size += chunk.length;
    refuseLarge(size);
    chunks.push(chunk);
    ended = final;
  });
  for (let from = start; from < start + packed; from += PIECE) {
    const to = Math.min(from + PIECE, start + packed);
    push(inflate, new Uint8Array(await blob.slice(from, to).arrayBuffer()), to === start + packed);
  }
  if (!ended) throw damaged();
  return joined(chunks, size);
}

function push(inflate: Inflate, bytes: Uint8Array, final: boolean): void {
  try {
    inflate.push(bytes, final);
  } catch (error) {
    throw error instanceof Unreadable ? error : damaged();
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
