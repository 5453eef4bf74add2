/** What a file is, from its first bytes: names lie. */
import { readIdxHeader } from '../data/idx.ts';

export type FileKind =
  | 'zip'
  | 'gzip'
  | 'tar'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'bmp'
  | 'webp'
  | 'idx'
  | 'npy'
  | 'parquet'
  | 'text'
  | 'unknown';

/** So many bytes are enough to tell; a tar's mark stands last. */
export const HEAD_BYTES = 512;

const ascii = (head: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...head.subarray(at, at + length));

const MARKS: readonly (readonly [FileKind, number, string])[] = [
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  ['gzip', 0, '\x1f\x8b'],
  ['png', 0, '\x89PNG'],
  ['jpeg', 0, '\xff\xd8\xff'],
  ['gif', 0, 'GIF8'],
  ['bmp', 0, 'BM'],
  ['webp', 8, 'WEBP'],
  ['npy', 0, '\x93NUMPY'],
  ['parquet', 0, 'PAR1'],
  ['tar', 257, 'ustar'],
];

/** Files that a person may well drop, and what to do instead. */
const KNOWN_STRANGERS: readonly (readonly [(head: Uint8Array, path: string) => boolean, string])[] = [
  [
    (head, path) =>
      (head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 0) <= 5) || /\.(pkl|pickle)$/i.test(path),
    'a pickle, which only Python can open: save the arrays with numpy.savez and drop the .npz',
  ],
  [
    (head) => ascii(head, 0, 6) === 'MATLAB',
    'a MATLAB file: save the arrays with numpy.savez and drop the .npz',
  ],
  [
    (head) => ascii(head, 1, 3) === 'HDF',
    'an HDF5 or new MATLAB file: save the arrays with numpy.savez and drop the .npz',
  ],
  [
    (_, path) => /\.tfrecords?(-|$)/i.test(path),
    'TFRecords: export the pictures as folders, a folder a class',
  ],
  [(head) => ascii(head, 1, 4) === '7zXZ', 'packed with xz: unpack it first, or pack it as .gz or .zip'],
  [(head) => ascii(head, 0, 2) === '7z', 'a 7-Zip archive: pack the files as .zip'],
  [(head) => ascii(head, 0, 4) === 'Rar!', 'a RAR archive: pack the files as .zip'],
  [(head) => ascii(head, 0, 3) === 'BZh', 'packed with bzip2: unpack it first, or pack it as .gz or .zip'],
  [(head) => ['II*\0', 'MM\0*'].includes(ascii(head, 0, 4)), 'a TIFF picture: save it as PNG'],
  [
    (head) => /^ftyp(heic|heix|mif1|avif)/.test(ascii(head, 4, 8)),
    'a HEIC or AVIF picture: save it as PNG or JPEG',
  ],
  [(head) => ascii(head, 0, 4) === '%PDF', 'a PDF'],
];

export function kindOf(head: Uint8Array): FileKind {
  const mark = MARKS.find(([, at, text]) => ascii(head, at, text.length) === text);
  if (mark) return mark[0];
  if (isIdx(head)) return 'idx';
  return isText(head) ? 'text' : 'unknown';
}

/** Why a file cannot be read that is a well-known kind all the same. */
export const whyUnreadable = (head: Uint8Array, path: string): string | undefined =>
  KNOWN_STRANGERS.find(([is]) => is(head, path))?.[1];

/** 0, 0, a type, a rank of 1 to 4 and sizes that are not 0. */
function isIdx(head: Uint8Array): boolean {
  const [a, b] = head;
  const { type, shape = [] } = readIdxHeader(head) ?? {};
  return (
    a === 0 && b === 0 && type !== undefined && shape.length >= 1 && shape.length <= 4 && !shape.includes(0)
  );
}

function isText(head: Uint8Array): boolean {
  if (head.length === 0) return false;
  return head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
}
