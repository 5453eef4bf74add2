/** The view of the charts across visits. Storage may be forbidden: then it lasts as long as the page. */
import { readView, type View } from '../../curves/view.ts';
import type { Playground } from '../../store/store.ts';

const STORAGE_KEY = 'norm-playground.view';

function remembered(): View | undefined {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === null ? undefined : readView(JSON.parse(stored));
  } catch {
    return undefined;
  }
}

function remember(view: View): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(view));
  } catch {
    // Nothing to do: see above.
  }
}

/** Puts the remembered view on the page, and remembers each later one; returns how to stop. */
export function rememberView({ store, actions }: Playground): () => void {
  const view = remembered();
  if (view) actions.setView(view);
  return store.subscribe((state, before) => {
    if (state.view !== before.view) remember(state.view);
  });
}
