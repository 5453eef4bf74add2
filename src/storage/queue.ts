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
  /** There was no room; what can be fetched again made way. */
  | { readonly kind: 'madeRoom' }
  /** Nothing can be written at the moment. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** Everything is written again. */
  | { readonly kind: 'mended' }
  /** Another page has taken these runs over. */
  | { readonly kind: 'taken'; readonly runs: readonly string[] };

export interface QueueOptions {
  readonly archive: Promise<Archive>;
  /** The run as it is now; undefined if it is gone. */
  readonly entryOf: (id: string) => Omit<Entry, 'checkpoint'> | undefined;
  /** All runs that are to be kept. */
  readonly all: () => Iterable<string>;
  readonly page: () => SavedPage;
  /** Gives up what can be had again. @returns whether there was any; never rejects */
  readonly makeRoom?: (() => Promise<boolean>) | undefined;
  readonly tell: (trouble: Trouble) => void;
}

/** A run that trains changes many times a second. */
const INTERVAL_MS = 1000;
/** Before it is tried again what had no room, or failed again and again. */
const AGAIN_MS = 30_000;
/** So many failures in a row are not passing ones: they are told. */
const MOST_FAILURES = 4;

export class Queue implements Checkpoints {
  readonly #options: QueueOptions;
  /** What it has of a run is newer than what waits and than what is under way. */
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
  /** While there is trouble, weights stay in memory. */
  #trouble: 'full' | 'broken' | undefined;
  /** In a row. */
  #failures = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
    void options.archive.then((archive) => {
      this.#archive = archive;
      archive.onChange?.((change) => {
        // The write finds out whether it is there again.
        if (change === 'emptied') for (const id of options.all()) this.changed(id, true);
        this.pageChanged();
      });
    });
  }

  /** Whether closing the page now loses more than the last seconds of a run that trains. */
  get losing(): boolean {
    return !this.#archive?.lasting || this.#trouble !== undefined;
  }

  async read(run: string): Promise<Checkpoint | undefined> {
    const latest =
      (await this.#memory.read(run)) ??
      this.#checkpoints.get(run) ??
      this.#underWay?.entries.find((entry) => entry.run.id === run)?.checkpoint;
    if (latest) return latest;
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
    if (this.#trouble || this.#taken.has(run)) this.#memory.keep(run, checkpoint);
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
      await this.#recover(error, changes);
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
    const withWeights = entries.some(({ checkpoint }) => checkpoint);
    if (this.#trouble === 'broken' || (this.#trouble && withWeights)) {
      this.#trouble = undefined;
      this.#options.tell({ kind: 'mended' });
      this.#tryWeights();
    } else if (this.#trouble && deleted.length > 0) this.#tryWeights();
  }

  /** Writes the weights that are in memory: there is room again, perhaps. */
  #tryWeights(): void {
    clearTimeout(this.#again);
    this.#again = undefined;
    for (const [run, checkpoint] of this.#memory.all()) {
      if (this.#taken.has(run)) continue;
      this.#memory.forget(run);
      this.#checkpoints.set(run, checkpoint);
      this.changed(run, true);
    }
    if (this.#checkpoints.size === 0 && this.#trouble === 'full') this.#trouble = undefined;
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

  /** A single failure may be an accident: what failed is written again, a second later. */
  async #recover(error: unknown, { entries }: Changes): Promise<void> {
    const full = error instanceof Error && error.name === 'QuotaExceededError';
    if (++this.#failures < (full ? 2 : MOST_FAILURES) && !this.#trouble) return;
    if (full && !this.#trouble && (await this.#options.makeRoom?.())) {
      this.#failures = 0;
      this.#urgent = true;
      this.#options.tell({ kind: 'madeRoom' });
      return;
    }
    this.#rememberWeights();
    this.#again ??= setTimeout(() => this.#tryWeights(), AGAIN_MS);
    // Records may have room where weights have none.
    if (full && entries.some(({ checkpoint }) => checkpoint)) this.#urgent = true;
    else this.#notBefore = performance.now() + AGAIN_MS;
    if (this.#trouble) return;
    this.#trouble = full ? 'full' : 'broken';
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.tell(full ? { kind: 'full' } : { kind: 'broken', reason });
  }

  #rememberWeights(): void {
    const weights = [...this.#checkpoints, ...this.#memory.all()];
    for (const [run, checkpoint] of weights) this.#memory.keep(run, checkpoint);
    this.#checkpoints.clear();
  }
}
