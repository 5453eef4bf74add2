/** Published files from a folder, gzipped or not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedFile } from './published.ts';
import { verify } from './verify.ts';

export function findInFolder(folder: string, { name }: PublishedFile): string | undefined {
  return [join(folder, name), join(folder, `${name}.gz`)].find((path) => existsSync(path));
}

/** @throws WrongFile, IdxError */
export function readFromFolder(folder: string, file: PublishedFile): Uint8Array {
  const path = findInFolder(folder, file);
  if (path === undefined) throw new Error(`${folder} has no ${file.name}`);
  return verify(file, path, readFileSync(path));
}
