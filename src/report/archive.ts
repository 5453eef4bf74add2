/** Several files as one ZIP archive, for models of more than one file and for 'export everything'. */
import { strToU8, zipSync } from 'fflate';

/** The years that ZIP knows; a clock may be set to any other. */
const [FIRST_DATE, LAST_DATE] = [new Date(1980, 0, 2), new Date(2099, 11, 30)];

/** By path within the archive, with '/' between folders; text is stored as UTF-8. */
export type Files = Readonly<Record<string, Uint8Array | string>>;

/** @param date when the files are said to be from */
export function zip(files: Files, date: Date = new Date()): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(
    ([path, content]) => [path, typeof content === 'string' ? strToU8(content) : content] as const,
  );
  const mtime = date < FIRST_DATE ? FIRST_DATE : date > LAST_DATE ? LAST_DATE : date;
  return Uint8Array.from(zipSync(Object.fromEntries(entries), { level: 6, mtime }));
}
