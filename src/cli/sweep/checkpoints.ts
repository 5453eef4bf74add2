/**
 * Where a sweep's runs under way stand: `checkpoints/` with a file a run, so that one cut short goes on from there. A
 * file has what the page's database has for a run, written as Node clones structures, for its weights are typed
 * arrays. It is whole or not there, and one that cannot be read is as one that is not there: the run begins again.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { checkpointRowOf, readCheckpoint } from '../../storage/records.ts';
import type { Standing } from '../trainOne.ts';
import { writeWhole } from '../writeWhole.ts';

export class CheckpointFile {
  readonly path: string;
  readonly #key: string;

  /** @param key of the run: a file renamed to another's name is not taken for that one's */
  constructor(path: string, key: string) {
    this.path = path;
    this.#key = key;
  }

  async read(): Promise<Standing | undefined> {
    try {
      const { key, seconds, row } = deserialize(await readFile(this.path));
      const checkpoint = readCheckpoint(row);
      return key === this.#key && checkpoint && Number.isFinite(seconds)
        ? { checkpoint, seconds }
        : undefined;
    } catch {
      return undefined;
    }
  }

  async write({ checkpoint, seconds }: Standing): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await writeWhole(this.path, serialize({ key: this.#key, seconds, row: checkpointRowOf(checkpoint) }));
  }

  /** To be called when the run's result is safe. */
  remove(): Promise<void> {
    return rm(this.path, { force: true });
  }
}
