/** Finds out whether this browser keeps anything for the page. */
import type { Archive } from './archive.ts';
import { IndexedDbArchive } from './indexedDb.ts';
import { MemoryArchive } from './memory.ts';

const NAME = 'norm-playground';

/** @param owner names the page that asks (tabs.ts) */
export async function openArchive(owner: string): Promise<Archive> {
  try {
    return await IndexedDbArchive.open(NAME, owner);
  } catch {
    // Forbidden (a private window, blocked cookies), broken, or of a newer version: the page says so when it matters.
    return new MemoryArchive();
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
