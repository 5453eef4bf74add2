/**
 * Which pages of this browser are open, so that one that opens takes over the runs of those that are closed and of no
 * others. Each page holds a Web Lock that bears its name for as long as it lives, however it ends.
 */
import type { IsFree } from './archive.ts';

const PREFIX = 'norm-playground/page/';
const ADOPT = 'norm-playground/adopt';
/** sessionStorage, which a reload keeps: who this tab was before. */
const BEFORE = 'norm-playground.page';
/** After a reload the browser may free the old page's lock a little later than the new page opens. */
const RELEASE_MS = 1000;
/** A page that hangs while it adopts must not keep others from opening. */
const ADOPT_MS = 5000;
/** Without locks: what has not been written for so long is taken for closed. */
const UNTOUCHED_MS = 30_000;

export interface TabsOptions {
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined;
  readonly session: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}

/** Either may be missing or forbidden. */
function inBrowser(): TabsOptions {
  let session: Storage | undefined;
  try {
    session = sessionStorage;
  } catch {
    session = undefined;
  }
  return { locks: navigator.locks, session, now: Date.now };
}

export class Tab {
  /** This page, for as long as it lives. */
  readonly owner: string;
  readonly #options: TabsOptions;
  /** The page that this tab showed before it was reloaded. */
  readonly #before: string | null;
  /** Resolves to whether the lock is held. */
  readonly #held: Promise<boolean>;

  constructor(options: TabsOptions = inBrowser(), owner: string = randomName()) {
    const { session } = options;
    this.owner = owner;
    this.#options = options;
    this.#before = session?.getItem(BEFORE) ?? null;
    try {
      session?.setItem(BEFORE, owner);
    } catch {
      // No room: after a reload its runs are found by their lock alone.
    }
    this.#held = this.#hold();
  }

  /** Does the work while no other page adopts. */
  async adopting<T>(work: (isFree: IsFree) => Promise<T>): Promise<T> {
    const { locks, now } = this.#options;
    if (!locks || !(await this.#held)) {
      return work((owner, touchedMs) => owner === this.#before || now() - touchedMs > UNTOUCHED_MS);
    }
    await this.#released(locks);
    const adopt = async (): Promise<T> => {
      const { held = [] } = await locks.query();
      const open = new Set(held.map(({ name }) => name));
      return work((owner) => !open.has(PREFIX + owner));
    };
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), ADOPT_MS);
    try {
      return await locks.request(ADOPT, { signal: waiting.signal }, () => {
        clearTimeout(timer);
        return adopt();
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #hold(): Promise<boolean> {
    const { locks } = this.#options;
    if (!locks) return Promise.resolve(false);
    return new Promise((resolve) => {
      const forever = new Promise<never>(() => undefined);
      locks
        .request(PREFIX + this.owner, () => {
          resolve(true);
          return forever;
        })
        .catch(() => resolve(false));
    });
  }

  /** Resolves when the page before the reload is gone; it may also be open still, in the tab that this one is a copy of. */
  async #released(locks: Pick<LockManager, 'request'>): Promise<void> {
    if (this.#before === null) return;
    const signal = AbortSignal.timeout(RELEASE_MS);
    await locks.request(PREFIX + this.#before, { signal }, () => undefined).catch(() => undefined);
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Six letters: one in 300 million to be drawn again. */
export function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
}
