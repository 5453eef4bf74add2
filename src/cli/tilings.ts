/** Which tiles GPUs are fastest with, from one command to the next: in a file. Of what several find at once the first stays. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const FILE = fileURLToPath(new URL('../../.cache/tilings.json', import.meta.url));
const contents = z.record(z.string(), z.string());

export function tilingsIn(file = FILE) {
  const read = (): Record<string, string> => {
    try {
      return contents.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // Not there yet, or garbled: it is measured anew.
      return {};
    }
  };
  const known = new Map(Object.entries(read()));
  return {
    recall: (key: string) => known.get(key),
    remember(key: string, tiling: string): void {
      const all = { [key]: tiling, ...read() };
      for (const [each, value] of Object.entries(all)) known.set(each, value);
      try {
        mkdirSync(dirname(file), { recursive: true });
        const unfinished = `${file}.${process.pid}.tmp`;
        writeFileSync(unfinished, `${JSON.stringify(all, null, 1)}\n`);
        renameSync(unfinished, file);
      } catch {
        // Nothing can be written there: the next command measures again.
      }
    },
  };
}
