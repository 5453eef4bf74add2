/**
 * Which runs each page has deleted and not brought back, in localStorage beside the database: that is written within
 * the click, while a write to the database can be cut off by a reload that follows in milliseconds. Whoever takes over
 * a closed page's runs believes this before the marks in their rows.
 */
import * as z from 'zod/mini';

const PREFIX = 'norm-playground.deleted/';

const ids = z.array(z.string());

/** Whether a run of a page was deleted; undefined where that page has never deleted one, or could not note it. */
export type WasDeleted = (run: string, owner: string) => boolean | undefined;

export class Deletions {
  readonly #key: string;
  readonly #storage: Storage | undefined;
  readonly #deleted = new Set<string>();

  /** @param owner the page, as in tabs.ts */
  constructor(owner: string, storage: Storage | undefined = inBrowser()) {
    this.#key = PREFIX + owner;
    this.#storage = storage;
  }

  note(run: string, deleted: boolean): void {
    if (deleted) this.#deleted.add(run);
    else this.#deleted.delete(run);
    try {
      this.#storage?.setItem(this.#key, JSON.stringify([...this.#deleted]));
    } catch {
      // No room: the marks in the database have to do, and not what was noted before.
      this.#drop(this.#key);
    }
  }

  #drop(key: string): void {
    try {
      this.#storage?.removeItem(key);
    } catch {
      // Then it stays.
    }
  }

  /** By any page: one that had no room to take a closed page's runs over shows them, and they may be deleted there. */
  readonly has: WasDeleted = (run, owner) => {
    if (this.#keys().some((key) => this.#noted(key)?.includes(run))) return true;
    return this.#noted(PREFIX + owner) ? false : undefined;
  };

  #keys(): string[] {
    return Object.keys(this.#storage ?? {}).filter((key) => key.startsWith(PREFIX));
  }

  #noted(key: string): readonly string[] | undefined {
    const text = this.#storage?.getItem(key);
    if (text == null) return undefined;
    try {
      return ids.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }

  /** Drops what closed pages noted, once their runs are taken over. */
  forget(isClosed: (owner: string) => boolean): void {
    for (const key of this.#keys())
      if (key !== this.#key && isClosed(key.slice(PREFIX.length))) this.#drop(key);
  }
}

/** It may be forbidden. */
function inBrowser(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
