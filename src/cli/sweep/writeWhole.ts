/** A file that is complete or not there: it is written under another name first. */
import { rename, rm, writeFile } from 'node:fs/promises';

const UNFINISHED = '.tmp';

export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${file}.${process.pid}${UNFINISHED}`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
