/** Finds out whether this browser keeps anything for the page. */
import type { Archive } from './archive.ts';
import { IndexedDbArchive } from './indexedDb.ts';
import { MemoryArchive } from './memory.ts';

const NAME = 'norm-playground';
/** Some failures pass: a disk that is busy, a profile that another process holds. */
const TRIES = 3;
const AGAIN_MS = 500;

/** @param owner names the page that asks (tabs.ts) */
export async function openArchive(owner: string): Promise<Archive> {
  for (let tries = 1; ; tries++) {
    try {
      return await IndexedDbArchive.open(NAME, owner);
    } catch (error) {
      // Forbidden (a private window, blocked cookies) or broken: the page says so when it matters.
      const passing = error instanceof DOMException && error.name !== 'SecurityError';
      if (!passing || tries === TRIES) return new MemoryArchive();
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** Asks the browser not to clear what is kept when its disk gets full; it may say no. */
export async function askToStay(): Promise<void> {
  try {
    await navigator.storage.persist();
  } catch {
    // Then it is kept as long as the browser likes.
  }
}
