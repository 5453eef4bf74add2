/** What was dropped or picked: runs of this page, or images to train on. Folders are walked. */
import type { SourceFile } from '../../import/unpack.ts';

/** Must be called while the event is handled: the browser forgets afterwards what was dropped. */
export function filesDropped(transfer: DataTransfer): Promise<SourceFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const files = [...transfer.files];
  if (!entries.some((entry) => entry.isDirectory)) return Promise.resolve(files.map(sourceOf));
  return Promise.all(entries.map(walk)).then((found) => found.flat());
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

/** Whether it is an export of this page, or of the terminal; all else is taken for images. */
export async function holdsRuns({ path, blob }: SourceFile): Promise<boolean> {
  if (/\.json$/i.test(path) || blob.type === 'application/json') return true;
  const [{ entriesNamed, isZip }, { RUNS_IN_ZIP }] = await Promise.all([
    import('../../results/reading/archive.ts'),
    import('../../results/reading/sources.ts'),
  ]);
  if (!(await isZip(blob))) return false;
  const found = await entriesNamed(blob, RUNS_IN_ZIP).catch(() => []);
  return found.length > 0;
}
