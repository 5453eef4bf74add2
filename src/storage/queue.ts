/**
 * What waits to be written: the latest of each run and no more, so that a slow disk never makes weights pile up. One
 * write is under way at a time. Where the disk is full, weights stay in memory and records are written without them.
 */
import type { Checkpoint } from '../training/events.ts';
import type { Archive, Changes, Checkpoints, Entry, SavedPage } from './archive.ts';
import { MemoryArchive } from './memory.ts';

export type Trouble =
  /** No room for weights; records are still written. */
  | { readonly kind: 'full' }
  /** Not even records are written any more. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** Another page has taken these runs over. */
  | { readonly kind: 'taken'; readonly runs: readonly string[] };

export interface QueueOptions {
  readonly archive: Promise<Archive>;
  /** The run as it is now; undefined if it is gone. */
  readonly entryOf: (id: string) => Omit<Entry, 'checkpoint'> | undefined;
  readonly page: () => SavedPage;
  readonly tell: (trouble: Trouble) => void;
}

/** A run that trains changes many times a second. */
const INTERVAL_MS = 1000;
/** Before it is tried again to write to a disk that has no room even for records. */
const FULL_MS = 30_000;
/** Failures in a row after which nothing is expected of the database any more. */
const MOST_FAILURES = 3;

export class Queue implements Checkpoints {
  readonly #options: QueueOptions;
  readonly #memory = new MemoryArchive();
  #archive: Archive | undefined;
  readonly #runs = new Set<string>();
  readonly #checkpoints = new Map<string, Checkpoint>();
  readonly #deleted = new Set<string>();
  #page = false;
  /** Runs that another page has taken over. */
  readonly #taken = new Set<string>();
  /** What waits is not one of the many changes of a run that trains. */
  #urgent = false;
  /** Not to be tried before, in performance.now()'s milliseconds. */
  #notBefore = 0;
  #writing: Promise<void> | undefined;
  /** What `#writing` writes. */
  #underWay: Changes | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;
  #full = false;
  #failures = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
    void options.archive.then((archive) => {
      this.#archive ??= archive;
    });
  }

  /** Whether closing the page now loses more than the last seconds of a run that trains. */
  get losing(): boolean {
    return !this.#archive?.lasting || this.#full;
  }

  async read(run: string): Promise<Checkpoint | undefined> {
    const waiting =
      this.#checkpoints.get(run) ?? this.#underWay?.entries.find((entry) => entry.run.id === run)?.checkpoint;
    if (waiting) return waiting;
    const remembered = await this.#memory.read(run);
    if (remembered) return remembered;
    await this.#options.archive;
    return this.#archive?.read(run);
  }

  /** @param urgent it is not one of the many changes of a run that trains */
  changed(run: string, urgent: boolean): void {
    if (this.#taken.has(run)) return;
    this.#deleted.delete(run);
    this.#runs.add(run);
    this.#schedule(urgent);
  }

  checkpoint(run: string, checkpoint: Checkpoint): void {
    if (this.#full || this.#taken.has(run)) this.#memory.keep(run, checkpoint);
    else this.#checkpoints.set(run, checkpoint);
    this.changed(run, true);
  }

  deleted(run: string): void {
    this.#runs.delete(run);
    this.#checkpoints.delete(run);
    this.#memory.forget(run);
    if (this.#taken.has(run)) return;
    this.#deleted.add(run);
    this.#notBefore = 0;
    this.#schedule(true);
  }

  pageChanged(): void {
    this.#page = true;
    this.#schedule(false);
  }

  /** Writes what waits now. */
  async flush(): Promise<void> {
    await this.#writing;
    if (this.#waiting) await this.#write();
  }

  /** The page is about to go: it writes what waits, and in place of a write under way what that would have written. */
  flushLast(): void {
    const archive = this.#archive;
    if (!archive?.lasting) return;
    if (this.#underWay) this.#putBack(this.#underWay);
    this.#underWay = undefined;
    if (!this.#waiting) return;
    const changes = this.#take();
    void archive.write(changes, true).catch(() => this.#putBack(changes));
  }

  get #waiting(): boolean {
    return this.#runs.size > 0 || this.#deleted.size > 0 || this.#page;
  }

  #schedule(urgent: boolean): void {
    this.#urgent ||= urgent;
    const now = performance.now();
    const due = Math.max(this.#notBefore, now + (this.#urgent ? 0 : INTERVAL_MS));
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#due = Number.POSITIVE_INFINITY;
      if (!this.#writing && this.#waiting) void this.#write();
    }, due - now);
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeOnce().finally(() => {
      this.#writing = undefined;
      this.#underWay = undefined;
      if (this.#waiting) this.#schedule(false);
    });
    return this.#writing;
  }

  async #writeOnce(): Promise<void> {
    await this.#options.archive;
    const archive = this.#archive;
    if (!archive) return;
    const changes = this.#take();
    this.#underWay = changes;
    try {
      const taken = await archive.write(changes);
      this.#failures = 0;
      this.#written(changes);
      for (const id of taken) this.#taken.add(id);
      if (taken.length > 0) this.#options.tell({ kind: 'taken', runs: taken });
    } catch (error) {
      // The last write has taken its place.
      if (this.#underWay !== changes) return;
      this.#putBack(changes);
      this.#recover(error, changes);
    }
  }

  #take(): Changes {
    const entries = [...this.#runs].flatMap((id): Entry[] => {
      const entry = this.#options.entryOf(id);
      return entry ? [{ ...entry, checkpoint: this.#checkpoints.get(id) }] : [];
    });
    const changes = {
      entries,
      deleted: [...this.#deleted],
      page: this.#page ? this.#options.page() : undefined,
    };
    this.#runs.clear();
    this.#checkpoints.clear();
    this.#deleted.clear();
    this.#page = false;
    this.#urgent = false;
    return changes;
  }

  #written({ entries, deleted }: Changes): void {
    for (const { run, checkpoint } of entries) if (checkpoint) this.#memory.forget(run.id);
    if (!this.#full || deleted.length === 0) return;
    // There is room again, perhaps.
    this.#full = false;
    for (const [run, checkpoint] of this.#memory.all()) this.checkpoint(run, checkpoint);
  }

  /** What became of it meanwhile is newer. */
  #putBack({ entries, deleted, page }: Changes): void {
    for (const { run, checkpoint } of entries) {
      if (this.#deleted.has(run.id)) continue;
      this.#runs.add(run.id);
      if (checkpoint && !this.#checkpoints.has(run.id)) this.#checkpoints.set(run.id, checkpoint);
    }
    for (const id of deleted) this.#deleted.add(id);
    if (page) this.#page = true;
  }

  #recover(error: unknown, { entries }: Changes): void {
    if (error instanceof Error && error.name === 'QuotaExceededError') {
      if (!this.#full) this.#options.tell({ kind: 'full' });
      this.#full = true;
      this.#rememberWeights();
      const withWeights = entries.some(({ checkpoint }) => checkpoint);
      if (withWeights) this.#urgent = true;
      else this.#notBefore = performance.now() + FULL_MS;
      return;
    }
    if (++this.#failures < MOST_FAILURES) return;
    this.#rememberWeights();
    this.#archive = this.#memory;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.tell({ kind: 'broken', reason });
  }

  #rememberWeights(): void {
    for (const [run, checkpoint] of this.#checkpoints) this.#memory.keep(run, checkpoint);
    this.#checkpoints.clear();
  }
}
