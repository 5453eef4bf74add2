/** Files that are complete or not there: written under another name first. */
import { randomUUID } from 'node:crypto';
import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './options.ts';

const UNFINISHED = '.tmp';

/** Of nobody else's, on this machine or on another one that shares the folder. */
export const unfinishedName = (file: string): string => `${file}.${randomUUID().slice(0, 8)}${UNFINISHED}`;

/** On the disk before it has its name, so that it is whole after a power cut, too. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const unfinished = unfinishedName(file);
  try {
    await writeFile(unfinished, content, { flush: true });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/**
 * Told before hours of training rather than after them.
 * @param option whose value the file is
 * @throws UsageError where no such file can be written, as far as that can be known before
 */
export async function checkWritable(option: string, file: string): Promise<void> {
  const folder = dirname(file);
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new UsageError(`--${option}: ${file} is a folder, name a file`);
  const within = await stat(folder).catch(() => undefined);
  if (!within?.isDirectory())
    throw new UsageError(`--${option}: there is no folder ${folder}, make it first`);
  try {
    await access(folder, constants.W_OK);
  } catch {
    throw new UsageError(`--${option}: nothing can be written in ${folder}`);
  }
}
