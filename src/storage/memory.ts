/** The archive of a browser that keeps nothing: the latest checkpoints, for as long as the page lives. */
import type { Checkpoint } from '../training/events.ts';
import type { Adoption, Archive, Changes } from './archive.ts';

/** Of the reference CNN with Adam, 20 MB each. */
const MOST = 8;

export class MemoryArchive implements Archive {
  readonly lasting = false;
  /** The one that was written longest ago is first. */
  readonly #checkpoints = new Map<string, Checkpoint>();

  all(): readonly (readonly [run: string, checkpoint: Checkpoint])[] {
    return [...this.#checkpoints];
  }

  async read(run: string): Promise<Checkpoint | undefined> {
    return this.#checkpoints.get(run);
  }

  async adopt(): Promise<Adoption> {
    return { runs: [], pages: [], unreadable: 0, elsewhere: 0 };
  }

  async write({ entries, deleted }: Changes): Promise<readonly string[]> {
    for (const { run, checkpoint } of entries) if (checkpoint) this.keep(run.id, checkpoint);
    for (const id of deleted) this.forget(id);
    return [];
  }

  keep(run: string, checkpoint: Checkpoint): void {
    this.#checkpoints.delete(run);
    this.#checkpoints.set(run, checkpoint);
    const [oldest] = this.#checkpoints.keys();
    if (this.#checkpoints.size > MOST && oldest !== undefined) this.#checkpoints.delete(oldest);
  }

  forget(run: string): void {
    this.#checkpoints.delete(run);
  }
}
