/**
 * A PNG as far as its pixels go. Profiles and texts are left out: nothing here asks for them, and each can be made to
 * fill the memory.
 */
import { Unzlib } from 'fflate';
import { join } from './bytes.ts';
import { Unreadable } from './refusal.ts';

/** https://www.w3.org/TR/png-3/#5ChunkOrdering */
const NEEDED: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const SIGNATURE_BYTES = 8;
/** Of a chunk: its length, its type, its checksum. */
const [LENGTH, TYPE, CHECKSUM] = [4, 4, 4];
/** By the type of colour in the head: grey, colour, palette, grey and opacity, colour and opacity. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Deflate makes a byte of that many at most. */
const MOST_DEFLATED = 1032;
/** Unpacked at a time. */
const PIECE = 2 ** 14;
/** More than a picture of some pixels needs, whatever its order of rows. */
const FREE_BYTES = 2 ** 20;

/**
 * The same picture without what its pixels do not need; of a damaged one what there is.
 * @throws Unreadable where more than its pixels come out of it
 */
export function pixelsOnly(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const parts: Uint8Array[] = [png.subarray(0, SIGNATURE_BYTES)];
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE_BYTES; at + LENGTH + TYPE <= png.length; ) {
    const length = view.getUint32(at);
    const begin = at + LENGTH + TYPE;
    const type = String.fromCharCode(...png.subarray(at + LENGTH, begin));
    const end = begin + length + CHECKSUM;
    if (NEEDED.has(type)) parts.push(png.subarray(at, end));
    if (type === 'IDAT') data.push(png.subarray(begin, begin + length));
    at = end;
  }
  refuseGrowth(data, bytesOfPixels(view));
  return join(parts, sum(parts));
}

/** Bytes of its rows, each behind a byte that names its filter. */
function bytesOfPixels(view: DataView): number {
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const bits = view.getUint8(24) * (CHANNELS[view.getUint8(25)] ?? 4);
  return height * (Math.ceil((width * bits) / 8) + 1);
}

const sum = (parts: readonly Uint8Array[]): number => parts.reduce((total, part) => total + part.length, 0);

/** Unpacks only where it could be too much, and no further than that. @throws Unreadable */
function refuseGrowth(data: readonly Uint8Array[], pixels: number): void {
  const most = 2 * pixels + FREE_BYTES;
  if (sum(data) * MOST_DEFLATED <= most) return;
  let found = 0;
  const unzlib = new Unzlib((chunk) => {
    found += chunk.length;
  });
  for (const part of data)
    for (let at = 0; at < part.length && found <= most; at += PIECE) {
      try {
        unzlib.push(part.subarray(at, at + PIECE));
      } catch {
        return; // Damaged: its decoder says how.
      }
    }
  if (found > most) throw new Unreadable('a PNG with more in it than its pixels: save it again');
}
