/** The view of the charts across visits. */
import { readView, type View } from '../../curves/view.ts';
import type { Playground } from '../../store/store.ts';
import { remember, remembered } from '../remembered.ts';

function rememberedView(): View | undefined {
  const stored = remembered('view');
  if (stored === undefined) return undefined;
  try {
    return readView(JSON.parse(stored));
  } catch {
    return undefined;
  }
}

/** Puts the remembered view on the page, and remembers each later one; returns how to stop. */
export function rememberView({ store, actions }: Playground): () => void {
  const view = rememberedView();
  if (view) actions.setView(view);
  return store.subscribe((state, before) => {
    if (state.view !== before.view) remember('view', JSON.stringify(state.view));
  });
}
