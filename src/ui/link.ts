/**
 * Keeps the address bar and the comparison the same thing, so that the address is always a link to what is on the
 * page. Typing replaces the history entry, and so does opening a tab; choosing makes a new one, so that back undoes a
 * preset, not a keystroke.
 */

import { type DecodedLink, decodeFragment, encodeLink } from '../share/link.ts';
import type { Place } from '../share/place.ts';
import { DEFAULT_MATRIX } from '../spec/matrix.ts';
import { PRESETS } from '../spec/presets.ts';
import type { PageState } from '../store/state.ts';
import type { Playground } from '../store/store.ts';
import { revealResults, revealTab } from './reveal.ts';

/** Browsers refuse more than about a hundred history changes in half a minute. */
const TYPING_MS = 400;

/** The comparison that an address asks for, and what in it had to be changed. */
export function readLink(fragment: string): DecodedLink {
  return (
    decodeFragment(fragment) ?? {
      comparison: PRESETS[0].comparison,
      matrix: DEFAULT_MATRIX,
      problems: [],
    }
  );
}

type Linked = Pick<PageState, 'comparison' | 'matrix' | 'tab' | 'inside'>;

const placeOf = ({ tab, inside: { view } }: Linked): Place => ({ tab, view });

/** The address of what is on the page, or of that alone for a frame. @param results what results.ts encoded */
export function linkOf(
  state: Linked,
  { results, embed = false }: { readonly results?: string | undefined; readonly embed?: boolean } = {},
): string {
  const place = embed ? { embed } : placeOf(state);
  return `${location.href.split('#')[0]}#${encodeLink(state.comparison, state.matrix, { ...place, results })}`;
}

/** The results that the address carries. */
export const resultsInAddress = (): string | undefined => decodeFragment(location.hash)?.results;

/**
 * Puts a link's comparison on the page, and the results that it carries; where something in it had to be changed, the
 * address is mended too.
 */
export function openLink({ store, actions }: Playground, fragment: string): void {
  const { comparison, matrix, problems, results, embed = false, tab, view } = readLink(fragment);
  actions.restore(comparison, matrix, problems);
  if (view) actions.setInside({ view });
  // What results say is said above the tabs; a page that is reloaded is left where it was.
  if (tab && tab !== store.getState().tab && results === undefined && !isReload()) revealTab();
  if (tab) actions.setTab(tab);
  if (problems.length > 0) history.replaceState(null, '', linkOf(store.getState(), { embed }));
  if (results !== undefined) void showResults(actions, results);
}

const isReload = (): boolean =>
  performance
    .getEntriesByType('navigation')
    .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type === 'reload');

/** The decoder is loaded for the few links that need it. */
async function showResults({ addResults, notify }: Playground['actions'], results: string): Promise<void> {
  const { decodeResults } = await import('../share/results.ts');
  const { runs, problem } = decodeResults(results);
  if (!runs) {
    notify(problem, 'warning');
    return;
  }
  addResults(runs, 'link');
  // On a phone they stand below the form, and they are what the link is about.
  requestAnimationFrame(revealResults);
}

export function followLink(playground: Playground): void {
  const { store } = playground;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = -Infinity;
  const writeTyped = (): void => {
    timer = undefined;
    written = performance.now();
    history.replaceState(null, '', linkOf(store.getState()));
  };
  store.subscribe((state, before) => {
    if (state.comparison === before.comparison && state.matrix === before.matrix) {
      const moved = state.tab !== before.tab || state.inside.view !== before.inside.view;
      if (moved) history.replaceState(null, '', linkOf(state, { results: resultsInAddress() }));
      return;
    }
    clearTimeout(timer);
    const pending = timer !== undefined;
    timer = undefined;
    if (state.edited === 'typed') {
      // The first change at once: a reload soon after it keeps it.
      if (performance.now() - written > TYPING_MS) writeTyped();
      else timer = setTimeout(writeTyped, TYPING_MS);
    }
    if (state.edited !== 'chosen') return;
    if (pending) history.replaceState(null, '', linkOf(before));
    history.pushState(null, '', linkOf(state));
  });
  const restore = (): void => {
    const fragment = location.hash.slice(1);
    const state = store.getState();
    // What carries results brings them again, in case they were deleted; those that are there stay single.
    if (fragment === encodeLink(state.comparison, state.matrix, placeOf(state))) return;
    if (readLink(fragment).embed) location.reload();
    else openLink(playground, fragment);
  };
  addEventListener('popstate', restore);
  addEventListener('hashchange', restore);
}
