/** Remembers that the guide was seen, so that it opens by itself on a first visit only. */
import type { Playground } from '../../store/store.ts';

const STORAGE_KEY = 'norm-playground.guide';

/** Where storage is forbidden every visit is a first one. */
export function guideSeen(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'seen';
  } catch {
    return false;
  }
}

/** Seen is what was put away, by its button or by its last step. */
export function followGuide({ store }: Playground): void {
  store.subscribe(({ guide }, before) => {
    if (guide || !before.guide) return;
    try {
      localStorage.setItem(STORAGE_KEY, 'seen');
    } catch {
      // Nothing to do: see guideSeen.
    }
  });
}
