/** What was dropped or picked: runs of this page or of a sweep, or images to train on. Folders are walked. */
/// <reference path="./fileSystem.d.ts" />
import type { SourceFile } from '../../import/unpack.ts';
import { groupedBy } from '../../results/groups.ts';
import type { Source } from '../../results/reading/client.ts';
import { RUNS_FOLDER, RUNS_IN_ZIP } from '../../results/runFile.ts';

const entriesOf = (transfer: DataTransfer): FileSystemEntry[] =>
  [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);

export const hasFolder = (transfer: DataTransfer): boolean =>
  entriesOf(transfer).some((entry) => entry.isDirectory);

/** Must be called while the event is handled: the browser forgets afterwards what was dropped. */
export function filesDropped(transfer: DataTransfer): Promise<SourceFile[]> {
  const entries = entriesOf(transfer);
  const files = [...transfer.files];
  if (!entries.some((entry) => entry.isDirectory)) return Promise.resolve(files.map(sourceOf));
  return Promise.all(entries.map(walk)).then((found) => found.flat());
}

/** The folders among what was dropped, where the browser lets a page look into them again. Must be called as above. */
export async function foldersDropped(transfer: DataTransfer): Promise<FileSystemDirectoryHandle[]> {
  const asked = [...transfer.items].flatMap((item) => item.getAsFileSystemHandle?.() ?? []);
  const handles = await Promise.allSettled(asked);
  return handles.flatMap((one) =>
    one.status === 'fulfilled' && one.value instanceof FileSystemDirectoryHandle ? [one.value] : [],
  );
}

/** A folder that was picked has its path in each file. */
export const sourceOf = (file: File): SourceFile => ({
  path: file.webkitRelativePath || file.name,
  blob: file,
});

async function walk(entry: FileSystemEntry): Promise<SourceFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (isFile(entry)) {
    const blob = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path, blob }];
  }
  if (!isDirectory(entry)) return [];
  const found: SourceFile[] = [];
  const reader = entry.createReader();
  // A reader gives a hundred or so at a time.
  while (true) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const each of some) found.push(...(await walk(each)));
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** What was brought, by what it holds. */
export interface Brought {
  readonly runs: readonly Source[];
  /** Of folders that hold runs: what else lies there is left aside. */
  readonly folders: readonly RunsFolder[];
  readonly images: readonly SourceFile[];
}

/** A sweep's folder, or any other with run files. */
export interface RunsFolder {
  readonly name: string;
  readonly sources: readonly Source[];
}

export async function sortBrought(files: readonly SourceFile[]): Promise<Brought> {
  const [runs, images, folders]: [Source[], SourceFile[], RunsFolder[]] = [[], [], []];
  for (const [name, inside] of groupedBy(files, rootOf)) {
    const sources = name === '' ? [] : await runsIn(inside);
    if (sources.length > 0 || (name !== '' && (await isSweep(inside)))) {
      folders.push({ name, sources });
      continue;
    }
    for (const file of inside) {
      if (name !== '' && isJson(file) && inside.some((other) => !isJson(other))) continue;
      if (await holdsRuns(file)) runs.push(sourceFrom(file));
      else images.push(file);
    }
  }
  return { runs, folders, images };
}

/** The folder that was dropped; '' for a file that was dropped itself. */
const rootOf = ({ path }: SourceFile): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const isJson = ({ path }: SourceFile): boolean => /\.json$/i.test(path);
const sourceFrom = ({ path, blob }: SourceFile): Source => ({ name: path, blob });

/** Of a folder called `runs` that holds a run all JSON, so that a damaged file is missed; elsewhere what begins like a run. */
async function runsIn(files: readonly SourceFile[]): Promise<Source[]> {
  const byFolder = groupedBy(files.filter(isJson), ({ path }) => parentOf(path));
  const found: SourceFile[] = [];
  for (const [folder, inside] of byFolder) {
    const runs: SourceFile[] = [];
    for (const file of inside) {
      // The same runs once more, for those who want one file.
      if (byFolder.has(`${folder}/runs`) && file.path === `${folder}/${RUNS_IN_ZIP}`) continue;
      if (await beginsLikeRun(file.blob)) runs.push(file);
      if (runs.length > 0 && isRunsFolder(folder)) break;
    }
    found.push(...(runs.length > 0 && isRunsFolder(folder) ? inside : runs));
  }
  return found.map(sourceFrom).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

const isRunsFolder = (path: string): boolean => path === RUNS_FOLDER || path.endsWith(`/${RUNS_FOLDER}`);

/** Run files name their format first; those of before there was one have their experiment early on. */
const HEAD_BYTES = 4096;

/** By its first words: a folder may hold JSON about images, or tables of a sweep. */
async function beginsLikeRun(blob: Blob): Promise<boolean> {
  const { head, format } = await beginningOf(blob);
  return format === undefined ? /"experiment"\s*:\s*\{/.test(head) : /^norm-playground\/runs?\//.test(format);
}

/** Of a sweep's folder before its first run has finished: it holds the plan. */
async function isSweep(files: readonly SourceFile[]): Promise<boolean> {
  for (const file of files.filter(isJson)) {
    const { format } = await beginningOf(file.blob);
    if (format?.startsWith('norm-playground/plan/')) return true;
  }
  return false;
}

async function beginningOf(blob: Blob) {
  const head = await blob
    .slice(0, HEAD_BYTES)
    .text()
    .catch(() => '');
  return { head, format: /"format"\s*:\s*"([^"]*)"/.exec(head)?.[1] };
}

/** Whether it is an export of this page, or of the terminal; all else is taken for images. */
async function holdsRuns({ path, blob }: SourceFile): Promise<boolean> {
  if (/\.json$/i.test(path) || blob.type === 'application/json') return true;
  const { entriesNamed, isZip } = await import('../../results/reading/archive.ts');
  if (!(await isZip(blob))) return false;
  const found = await entriesNamed(blob, RUNS_IN_ZIP).catch(() => []);
  return found.length > 0;
}
