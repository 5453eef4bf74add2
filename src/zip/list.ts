/**
 * What a ZIP archive lists at its end. Its files can be told apart by nothing else: a file that is an archive itself
 * looks like several where its size stands behind it, as it does in archives that were written as a stream.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */

export interface Listed {
  /** With slashes, and not from '.' on. */
  readonly name: string;
  readonly encrypted: boolean;
  /** STORED, DEFLATED, or one that is not read here. */
  readonly method: number;
  /** Bytes in the archive and once unpacked. */
  readonly packed: number;
  readonly size: number;
  /** Where its header begins. */
  readonly at: number;
}

/** The list's end with the longest comment there can be, and an entry of it and of a file without their names. */
const END = { signature: 0x06054b50, bytes: 22, longest: 22 + 65_535 } as const;
const LISTED = { signature: 0x02014b50, bytes: 46 } as const;
const HEADER = 0x04034b50;
/** Of a file, without its name. */
export const HEADER_BYTES = 30;
/** Half a million files. */
const MOST_LISTED = 64e6;
/** How a file is kept in an archive. */
export const [STORED, DEFLATED] = [0, 8];
/** Of a file: it has a password; its name says that it is UTF-8. */
const [ENCRYPTED, MARKED] = [1, 2048];
/** A number that stands elsewhere: the archive, or a file in it, has 4 GB or more. */
const ELSEWHERE = 0xffffffff;

/** @returns in the order of their places; undefined where the archive ends early, or its list cannot be trusted */
export async function listOf(blob: Blob): Promise<readonly Listed[] | undefined> {
  const first = Math.max(0, blob.size - END.longest);
  const tail = await viewOf(blob, first, blob.size);
  let end = tail.byteLength - END.bytes;
  while (end >= 0 && tail.getUint32(end, true) !== END.signature) end--;
  if (end < 0) return undefined;
  const [size, from] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (size > MOST_LISTED || from === ELSEWHERE) return undefined;
  // Where something stands before the archive, its offsets do not count that. Between list and end there may be more.
  const head = await viewOf(blob, from, from + 4);
  const isThere = head.byteLength === 4 && head.getUint32(0, true) === LISTED.signature;
  const before = isThere ? 0 : first + end - size - from;
  if (before < 0) return undefined;
  const list = await viewOf(blob, before + from, before + from + size);
  if (list.byteLength < size) return undefined;
  const entries: Listed[] = [];
  let at = 0;
  while (at + LISTED.bytes <= size && list.getUint32(at, true) === LISTED.signature) {
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((field) => list.getUint16(at + field, true));
    const next = at + LISTED.bytes + name + extra + comment;
    if (next > size) return undefined;
    const flags = list.getUint16(at + 8, true);
    const text = new Uint8Array(list.buffer, at + LISTED.bytes, name);
    entries.push({
      name: placeOf(flags & MARKED ? new TextDecoder().decode(text) : nameOf(text)),
      encrypted: (flags & ENCRYPTED) !== 0,
      method: list.getUint16(at + 10, true),
      packed: list.getUint32(at + 20, true),
      size: list.getUint32(at + 24, true),
      at: before + list.getUint32(at + 42, true),
    });
    at = next;
  }
  if (entries.some((entry) => [entry.packed, entry.size, entry.at - before].includes(ELSEWHERE)))
    return undefined;
  entries.sort((a, b) => a.at - b.at);
  const apart = entries.every(
    (entry, i) => entry.at + HEADER_BYTES + entry.packed <= (entries[i + 1]?.at ?? before + from),
  );
  return at === size && apart ? entries : undefined;
}

/** Where a file's packed bytes begin, by its own header; undefined where that is none. */
export const startOf = ({ at }: Listed, header: DataView): number | undefined =>
  header.byteLength < HEADER_BYTES || header.getUint32(0, true) !== HEADER
    ? undefined
    : at + HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);

export const viewOf = async (blob: Blob, from: number, to: number): Promise<DataView> =>
  new DataView(await blob.slice(from, to).arrayBuffer());

/** Of a file. Latin-1 where it is no UTF-8: what Linux and macOS pack is, and does not say so. */
export function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC');
  } catch {
    return String.fromCharCode(...bytes);
  }
}

/** Windows may write backslashes, and some tools begin at '.'. */
export const placeOf = (name: string): string => name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
