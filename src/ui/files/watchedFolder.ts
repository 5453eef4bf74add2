/**
 * What is new in a folder since it was looked at last: run files that were written meanwhile, and those that have changed
 * since they could not be read. Only names are listed; a file that gave its runs is not opened again.
 */
/// <reference path="./fileSystem.d.ts" />
import type { Source } from '../../results/reading/client.ts';
import { RUNS_FOLDER, RUNS_IN_ZIP } from '../../results/runFile.ts';
import type { BroughtFile } from '../../store/state.ts';
import { sortBrought } from './dropped.ts';

/** Below a folder of sweeps lie theirs, and in those `runs`. */
const DEEPEST = 3;
/** Nothing of these is a finished run, and there may be many. */
const NOT_RUNS: readonly string[] = ['checkpoints', 'claims'];

export class WatchedFolder {
  readonly #directory: FileSystemDirectoryHandle;
  /** Those that gave their runs. */
  readonly #done = new Set<string>();
  /** Others, as they were. */
  readonly #aside = new Map<string, string>();

  constructor(directory: FileSystemDirectoryHandle) {
    this.#directory = directory;
  }

  /** How many gave their runs. */
  get files(): number {
    return this.#done.size;
  }

  /**
   * @returns the sources to read, and when the latest of them was written
   * @throws DOMException when the folder is gone, or may not be read any more
   */
  async news(): Promise<{ readonly sources: readonly Source[]; readonly latest: number | undefined }> {
    const changed: BroughtFile[] = [];
    const written = new Map<string, number>();
    for await (const { path, handle } of jsonIn(this.#directory, this.#directory.name)) {
      if (this.#done.has(path)) continue;
      const file = await handle.getFile().catch(gone);
      const state = file && `${file.lastModified} ${file.size}`;
      if (!file || this.#aside.get(path) === state) continue;
      this.#aside.set(path, state ?? '');
      changed.push({ path, blob: file });
      written.set(path, file.lastModified);
    }
    const { folders } = await sortBrought(changed);
    const sources = folders.flatMap((folder) => folder.sources);
    const times = sources.flatMap(({ name }) => written.get(name) ?? []);
    return { sources, latest: times.length > 0 ? Math.max(...times) : undefined };
  }

  /** These gave their runs. */
  settle(names: readonly string[]): void {
    for (const name of names) {
      this.#done.add(name);
      this.#aside.delete(name);
    }
  }
}

/** Between listing and opening a file may have been renamed into its place. */
function gone(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
}

async function* jsonIn(
  directory: FileSystemDirectoryHandle,
  path: string,
  depth = 0,
): AsyncGenerator<{ readonly path: string; readonly handle: FileSystemFileHandle }, void> {
  const entries: (FileSystemFileHandle | FileSystemDirectoryHandle)[] = [];
  for await (const entry of directory.values()) entries.push(entry);
  const hasRuns = entries.some(({ kind, name }) => kind === 'directory' && name === RUNS_FOLDER);
  for (const entry of entries) {
    const { name } = entry;
    if (entry.kind === 'directory') {
      if (depth < DEEPEST && !NOT_RUNS.includes(name)) yield* jsonIn(entry, `${path}/${name}`, depth + 1);
    } else if (/\.json$/i.test(name) && !(hasRuns && name === RUNS_IN_ZIP)) {
      yield { path: `${path}/${name}`, handle: entry };
    }
  }
}
