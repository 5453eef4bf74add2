/**
 * The archive in the browser's database.
 *
 * Several pages share it. Each run belongs to one of them, by the owner in its record, and a page writes its own runs
 * only: that is looked at in the transaction that writes, so no order of events can mix two pages' runs.
 */
import type { Checkpoint } from '../training/events.ts';
import {
  type Adoption,
  type Archive,
  type Changes,
  type Entry,
  extentOf,
  type IsFree,
  type SavedExtent,
  type SavedPage,
} from './archive.ts';
import { beginWriting, type Database, openDatabase, type Writing } from './database.ts';
import type { WasDeleted } from './deletions.ts';
import {
  checkpointRowOf,
  ownerOf,
  type PageRow,
  pageRowOf,
  type RunRow,
  readCheckpoint,
  readPageRow,
  readRunRow,
  runRowOf,
} from './records.ts';

/** What closed pages left. */
interface Left {
  readonly pages: readonly PageRow[];
  readonly rows: RunRow[];
  /** Runs that they had deleted. */
  readonly deleted: string[];
  unreadable: number;
  elsewhere: number;
}

export class IndexedDbArchive implements Archive {
  readonly lasting = true;
  readonly #name: string;
  readonly #owner: string;
  /** Unix time in milliseconds. */
  readonly #now: () => number;
  #connection: Promise<Database> | undefined;
  #opened = false;
  #listener: ((change: 'closed' | 'emptied') => void) | undefined;
  readonly #underWay = new Set<Writing>();
  /** Of the checkpoints in the database that are this page's. */
  readonly #kept = new Map<string, SavedExtent>();
  /** Runs of closed pages that could be read but not taken over, and whose they are in the database. */
  readonly #borrowed = new Map<string, string>();

  private constructor(name: string, owner: string, now: () => number) {
    this.#name = name;
    this.#owner = owner;
    this.#now = now;
  }

  /** Rejects where the browser has no database for the page. */
  static async open(name: string, owner: string, now: () => number = Date.now): Promise<IndexedDbArchive> {
    const archive = new IndexedDbArchive(name, owner, now);
    await archive.#database();
    archive.#opened = true;
    return archive;
  }

  onChange(listener: (change: 'closed' | 'emptied') => void): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    (await this.#connection)?.close();
    this.#connection = undefined;
  }

  async read(run: string): Promise<Checkpoint | undefined> {
    const record = await (await this.#database()).get('checkpoints', run);
    if (record === undefined) return undefined;
    const checkpoint = readCheckpoint(record);
    if (!checkpoint) throw new Error(`The weights that are kept of ${run} cannot be read.`);
    return checkpoint;
  }

  async adopt(isFree: IsFree, wasDeleted: WasDeleted = () => undefined): Promise<Adoption> {
    const { rows, pages, unreadable, elsewhere, full } = await this.#write(async (transaction) => {
      const left = await this.#leftBy(isFree, wasDeleted, transaction);
      await this.#takeOver(transaction, left);
      return { ...left, full: false };
    }).catch(async (error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'QuotaExceededError') throw error;
      // What can be read is shown; each run becomes this page's when something of it can be written.
      const left = await this.#leftBy(isFree, wasDeleted);
      for (const { owner, run } of left.rows) this.#borrowed.set(run.id, owner);
      return { ...left, full: true };
    });
    for (const { run, kept } of rows) if (kept) this.#kept.set(run.id, kept);
    return {
      runs: rows.map(({ run, kept }) => ({ ...run, kept })),
      pages,
      unreadable,
      elsewhere,
      ...(full && { full }),
    };
  }

  /** What closed pages left, in the order of their tables. */
  async #leftBy(isFree: IsFree, wasDeleted: WasDeleted, transaction?: Writing): Promise<Left> {
    const reading = transaction ?? (await this.#database()).transaction(['runs', 'pages']);
    const [pageRecords, runRecords] = await Promise.all([
      reading.objectStore('pages').getAll(),
      reading.objectStore('runs').getAll(),
    ]);
    const pages = pageRecords
      .flatMap((record) => readPageRow(record) ?? [])
      .filter((page) => page.owner !== this.#owner && isFree(page.owner, page.touchedMs))
      .sort((a, b) => a.touchedMs - b.touchedMs);
    const left: Left = { pages, rows: [], deleted: [], unreadable: 0, elsewhere: 0 };
    for (const record of runRecords) {
      const row = readRunRow(record);
      const owner = ownerOf(record);
      if (owner === this.#owner) continue;
      if (owner !== undefined && !isFree(owner, row?.touchedMs ?? 0)) {
        if (!row?.removed) left.elsewhere++;
      } else if (!row) left.unreadable++;
      else if (wasDeleted(row.run.id, row.owner) ?? row.removed) left.deleted.push(row.run.id);
      else left.rows.push(row);
    }
    const places = new Map(pages.flatMap((page) => page.order).map((id, place) => [id, place]));
    const placeOf = ({ run }: RunRow): number => places.get(run.id) ?? places.size;
    left.rows.sort((a, b) => placeOf(a) - placeOf(b));
    return left;
  }

  async #takeOver(transaction: Writing, { pages, rows, deleted }: Left): Promise<void> {
    const store = transaction.objectStore('runs');
    for (const { owner } of pages) await transaction.objectStore('pages').delete(owner);
    for (const id of deleted) {
      await store.delete(id);
      await transaction.objectStore('checkpoints').delete(id);
    }
    for (const row of rows)
      await store.put(runRowOf({ ...row, owner: this.#owner, removed: false }), row.run.id);
    const last = pages.at(-1);
    if (!last) return;
    const page = this.#pageRow({ fragment: last.fragment, order: rows.map(({ run }) => run.id) });
    await transaction.objectStore('pages').put(page, this.#owner);
  }

  async write({ entries, deleted, page }: Changes, lastChance = false): Promise<readonly string[]> {
    const refused: string[] = [];
    if (lastChance) this.#makeWay();
    await this.#write(async (transaction) => {
      const runs = transaction.objectStore('runs');
      const checkpoints = transaction.objectStore('checkpoints');
      const work: Promise<unknown>[] = [];
      const add = (request: Promise<unknown>): void => {
        // Looked at below, unless a later request throws before it comes to that.
        request.catch(() => undefined);
        work.push(request);
      };
      for (const entry of entries) {
        const { id } = entry.run;
        // On its last chance the page is still open, so nobody has taken its runs over.
        if (!lastChance && !this.#mayWrite(id, await runs.get(id))) {
          refused.push(id);
          continue;
        }
        if (entry.checkpoint) add(checkpoints.put(checkpointRowOf(entry.checkpoint), id));
        add(runs.put(this.#runRow(entry), id));
      }
      for (const id of deleted) {
        if (!lastChance && !this.#mayWrite(id, await runs.get(id))) continue;
        add(runs.delete(id));
        add(checkpoints.delete(id));
      }
      if (page) add(transaction.objectStore('pages').put(this.#pageRow(page), this.#owner));
      if (lastChance) transaction.commit();
      await Promise.all(work);
    });
    for (const { run, checkpoint } of entries) {
      if (checkpoint && !refused.includes(run.id)) this.#kept.set(run.id, extentOf(checkpoint));
    }
    for (const id of deleted) this.#kept.delete(id);
    return refused;
  }

  #mayWrite(id: string, record: unknown): boolean {
    const owner = ownerOf(record);
    return (
      record === undefined ||
      owner === this.#owner ||
      (owner !== undefined && owner === this.#borrowed.get(id))
    );
  }

  #runRow({ run, removed, checkpoint }: Entry) {
    const kept = checkpoint ? extentOf(checkpoint) : this.#kept.get(run.id);
    return runRowOf({ owner: this.#owner, touchedMs: this.#now(), removed, kept, run });
  }

  #pageRow(page: SavedPage) {
    return pageRowOf({ owner: this.#owner, touchedMs: this.#now(), ...page });
  }

  /** Does all of `work` in one transaction or nothing; rejects with the database's reason. */
  async #write<T>(work: (transaction: Writing) => Promise<T>): Promise<T> {
    const transaction = await this.#begin();
    this.#underWay.add(transaction);
    try {
      const [result] = await Promise.all([work(transaction), transaction.done]);
      return result;
    } catch (error) {
      abort(transaction);
      throw transaction.error ?? error;
    } finally {
      this.#underWay.delete(transaction);
    }
  }

  /** A browser drops what waits behind another transaction of a page that goes. */
  #makeWay(): void {
    for (const transaction of this.#underWay) abort(transaction);
  }

  async #begin(): Promise<Writing> {
    const database = await this.#database();
    try {
      return beginWriting(database);
    } catch (error) {
      // The connection is gone; the next attempt opens another.
      this.#connection = undefined;
      throw error;
    }
  }

  #database(): Promise<Database> {
    this.#connection ??= openDatabase(this.#name, {
      closed: () => {
        this.#connection = undefined;
        this.#listener?.('closed');
      },
      created: () => {
        this.#kept.clear();
        if (this.#opened) this.#listener?.('emptied');
      },
    }).catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }
}

function abort(transaction: Writing): void {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}
