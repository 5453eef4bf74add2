/**
 * The files of a ZIP archive that somebody asks for, by its list at the end: nothing else of it is read, so weights
 * beside the runs cost nothing, and what is made to fill the memory is refused as it grows.
 */
import { Inflate } from 'fflate';
import { DEFLATED, HEADER_BYTES, type Listed, listOf, STORED, startOf, viewOf } from '../../zip/list.ts';

/** A mistake in a file, in words. */
export class Unreadable extends Error {}

/** Inflated at a time: a thousand times as much may come of it before it is counted. */
const PIECE = 2 ** 14;

export const isZip = async (blob: Blob): Promise<boolean> =>
  new TextDecoder('latin1').decode(await blob.slice(0, 2).arrayBuffer()) === 'PK';

/** What is listed under that name in any folder, but for what macOS leaves beside its files. @throws Unreadable */
export async function entriesNamed(blob: Blob, name: string): Promise<readonly Listed[]> {
  const listed = await listOf(blob);
  if (!listed) throw damaged();
  return listed.filter((entry) => {
    const parts = entry.name.split('/');
    return parts.at(-1) === name && !parts.includes('__MACOSX');
  });
}

const damaged = (): Unreadable => new Unreadable('the archive is damaged: pack or download it again');

/** @param left of the bytes that may come of all that is asked for, `most` @throws Unreadable */
export async function unpackEntry(
  blob: Blob,
  entry: Listed,
  { left, most }: { readonly left: number; readonly most: number },
): Promise<Blob> {
  const { name, encrypted, method, packed, at } = entry;
  const start = startOf(entry, await viewOf(blob, at, at + HEADER_BYTES));
  if (start === undefined || start + packed > blob.size) throw damaged();
  if (encrypted || (method !== STORED && method !== DEFLATED))
    throw new Unreadable(`${name} is packed in a way that cannot be read: pack it as a plain ZIP`);
  const refuseLarge = (bytes: number): void => {
    if (bytes > left)
      throw new Unreadable(`${name} holds more than the ${most / 1e6} MB that are read of an archive`);
  };
  if (method === STORED) {
    refuseLarge(packed);
    return blob.slice(start, start + packed);
  }
  const chunks: BlobPart[] = [];
  let [size, ended] = [0, false];
  const inflate = new Inflate((chunk, final) => {
    size += chunk.length;
    refuseLarge(size);
    chunks.push(new Uint8Array(chunk));
    ended = final;
  });
  for (let from = start; from < start + packed; from += PIECE) {
    const to = Math.min(from + PIECE, start + packed);
    push(inflate, new Uint8Array(await blob.slice(from, to).arrayBuffer()), to === start + packed);
  }
  if (!ended) throw damaged();
  return new Blob(chunks);
}

function push(inflate: Inflate, bytes: Uint8Array, final: boolean): void {
  try {
    inflate.push(bytes, final);
  } catch (error) {
    throw error instanceof Unreadable ? error : damaged();
  }
}
