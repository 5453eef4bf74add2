/**
 * Which runs each page has deleted and not brought back, in localStorage beside the database: that is written within
 * the click, while a write to the database can be cut off by a reload that follows in milliseconds. Whoever takes over
 * a closed page's runs believes this before the marks in their rows.
 */
import * as z from 'zod/mini';

const PREFIX = 'norm-playground.deleted/';

const ids = z.array(z.string());

/** The deleted runs of a page; undefined if it has never deleted one, or where nothing could be noted. */
export type DeletedBy = (owner: string) => ReadonlySet<string> | undefined;

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
      // No room: the marks in the database have to do.
    }
  }

  readonly by: DeletedBy = (owner) => {
    const text = this.#storage?.getItem(PREFIX + owner);
    if (text == null) return undefined;
    try {
      const { data } = ids.safeParse(JSON.parse(text));
      return data && new Set(data);
    } catch {
      return undefined;
    }
  };

  /** Drops what closed pages noted, once their runs are taken over. */
  forget(isClosed: (owner: string) => boolean): void {
    for (const key of Object.keys(this.#storage ?? {})) {
      if (!key.startsWith(PREFIX) || key === this.#key) continue;
      if (isClosed(key.slice(PREFIX.length))) this.#storage?.removeItem(key);
    }
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
