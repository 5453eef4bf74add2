/**
 * Bytes as text for a link: a version, the bytes, a checksum, in base64url (RFC 4648, section 5: letters, digits, '-'
 * and '_', which no mail program escapes). The checksum is CRC-32 (ISO 3309, as in zip files): it finds every damage
 * that a cut or a mistyped character does, so that damaged results are refused and never shown as somebody's curves.
 */
import { Unreadable } from './bits.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CHECKSUM_BYTES = 4;

/** @param version 1 … 255 */
export function seal(version: number, content: Uint8Array): string {
  const bytes = new Uint8Array(1 + content.length + CHECKSUM_BYTES);
  bytes[0] = version;
  bytes.set(content, 1);
  const end = 1 + content.length;
  new DataView(bytes.buffer).setUint32(end, crc32(bytes.subarray(0, end)));
  return toBase64url(bytes);
}

/** @param version the newest that can be read @throws Unreadable, with a reason for a person */
export function unseal(text: string, version: number): { version: number; content: Uint8Array } {
  const bytes = fromBase64url(text);
  const made = bytes[0] ?? 0;
  if (made > version) {
    throw new Unreadable(
      `they were made by a newer version (${made}) of the playground; reload the page to get it`,
    );
  }
  const end = bytes.length - CHECKSUM_BYTES;
  const whole =
    made >= 1 && end >= 1 && new DataView(bytes.buffer).getUint32(end) === crc32(bytes.subarray(0, end));
  if (!whole) throw new Unreadable('they are damaged or cut off; ask for the link again, in one piece');
  return { version: made, content: bytes.subarray(1, end) };
}

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    const characters = Math.min(3, bytes.length - i) + 1;
    for (let j = 0; j < characters; j++) text += ALPHABET.charAt((group >> (18 - 6 * j)) & 63);
  }
  return text;
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let held = 0;
  let width = 0;
  let at = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new Unreadable('they hold a character that no link has; copy the link again');
    held = ((held << 6) | value) & 0xfff;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    bytes[at++] = held >> width;
  }
  return bytes;
}
