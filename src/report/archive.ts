/** Several files as one ZIP archive, for models of more than one file and for 'export everything'. */
import { strToU8, unzipSync, zipSync } from 'fflate';

/** An archive that unpacks to more than this was not made by us. */
const MOST_BYTES = 200e6;

/** By path within the archive, with '/' between folders; text is stored as UTF-8. */
export type Files = Readonly<Record<string, Uint8Array | string>>;

/** @param date when the files are said to be from; ZIP knows years from 1980 on */
export function zip(files: Files, date: Date = new Date()): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(
    ([path, content]) => [path, typeof content === 'string' ? strToU8(content) : content] as const,
  );
  return Uint8Array.from(zipSync(Object.fromEntries(entries), { level: 6, mtime: date }));
}

/** The files of an archive whose path ends with `ending`. @throws if the bytes are no archive */
export function unzip(bytes: Uint8Array, ending: string): Map<string, Uint8Array> {
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => name.endsWith(ending) && originalSize < MOST_BYTES,
  });
  return new Map(Object.entries(files));
}
