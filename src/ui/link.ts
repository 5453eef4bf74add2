/**
 * Keeps the address bar and the comparison the same thing, so that the address is always a link to what is on the
 * page. Typing replaces the history entry, choosing makes a new one, so that back undoes a preset, not a keystroke.
 */

import { decodeFragment, encodeComparison, encodeLink } from '../share/link.ts';
import { DEFAULT_MATRIX } from '../spec/matrix.ts';
import { PRESETS } from '../spec/presets.ts';
import type { PageState } from '../store/state.ts';
import type { Playground } from '../store/store.ts';

/** Browsers refuse more than about a hundred history changes in half a minute. */
const TYPING_MS = 400;

/** The comparison that an address asks for, and what in it had to be changed. */
function readLink(fragment: string) {
  return (
    decodeFragment(fragment) ?? {
      comparison: PRESETS[0].comparison,
      matrix: DEFAULT_MATRIX,
      problems: [],
    }
  );
}

/** The address of what is on the page. */
export const linkOf = (
  { comparison, matrix }: Pick<PageState, 'comparison' | 'matrix'>,
  results?: string,
): string => `${location.href.split('#')[0]}#${encodeLink(comparison, matrix, results)}`;

/**
 * Puts a link's comparison on the page, and the results that it carries; where something in it had to be changed, the
 * address is mended too.
 */
export function openLink({ store, actions }: Playground, fragment: string): void {
  const { comparison, matrix, problems, results } = readLink(fragment);
  actions.restore(comparison, matrix, problems);
  if (problems.length > 0) history.replaceState(null, '', linkOf(store.getState()));
  if (results !== undefined) void showResults(actions, results);
}

/** The decoder is loaded for the few links that need it. */
async function showResults({ addResults, notify }: Playground['actions'], results: string): Promise<void> {
  const { decodeResults } = await import('../share/results.ts');
  const { runs, problem } = decodeResults(results);
  if (runs) addResults(runs, 'link');
  else notify(problem, 'warning');
}

export function followLink(playground: Playground): void {
  const { store } = playground;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const writeTyped = (): void => {
    timer = undefined;
    history.replaceState(null, '', linkOf(store.getState()));
  };
  store.subscribe((state, before) => {
    if (state.comparison === before.comparison && state.matrix === before.matrix) return;
    clearTimeout(timer);
    const pending = timer !== undefined;
    timer = undefined;
    if (state.edited === 'typed') timer = setTimeout(writeTyped, TYPING_MS);
    if (state.edited !== 'chosen') return;
    if (pending) history.replaceState(null, '', linkOf(before));
    history.pushState(null, '', linkOf(state));
  });
  const restore = (): void => {
    const fragment = location.hash.slice(1);
    const { comparison, matrix } = store.getState();
    // What carries results brings them again, in case they were deleted; those that are there stay single.
    if (fragment === encodeComparison(comparison, matrix)) return;
    openLink(playground, fragment);
  };
  addEventListener('popstate', restore);
  addEventListener('hashchange', restore);
}
