/** Opens the page over a training client: what the address and the storage say, then React. */
import { createRoot } from 'react-dom/client';
import { createKeptPlayground } from '../store/keep.ts';
import { anyActive } from '../store/selectors.ts';
import type { Playground } from '../store/store.ts';
import type { TrainingClient } from '../worker/protocol.ts';
import { App } from './App.tsx';
import { hasCaughtSince } from './ErrorBoundary.tsx';
import { followGuide, guideSeen } from './guide/steps.ts';
import { followLink, linkOf, openLink } from './link.ts';
import { dropDataSets } from './offline.ts';
import { Root } from './Root.tsx';
import { followTheme, rememberedTheme } from './theme.ts';

/** A part that can show itself what happened to it has done so by then. */
const SHOWN_MS = 2000;
const GONE =
  'A part of this page could not be loaded: there may be a newer version of the page, or no connection. Reload the page then: runs go on from where they are kept.';

export function openPage(client: TrainingClient, element: HTMLElement): Playground {
  const playground = createKeptPlayground(client, {
    initial: { theme: rememberedTheme(), guide: !guideSeen() },
    makeRoom: dropDataSets,
  });
  const { store } = playground;
  const fragment = location.hash.slice(1);
  openLink(playground, fragment);
  followTheme(playground);
  followGuide(playground);
  followLink(playground);
  void playground.open(fragment === '' ? 'bare' : 'link').then((comparisonToo) => {
    if (comparisonToo) history.replaceState(null, '', linkOf(store.getState()));
  });
  addEventListener('pagehide', () => playground.flushLast());
  document.addEventListener('visibilitychange', () => {
    // On a phone a page that is hidden may never be seen again.
    if (document.visibilityState !== 'hidden') return;
    client.send({ kind: 'keep' });
    void playground.flush();
  });
  // What is loaded at the press of a button and shows nothing itself: Share with curves, a link's results, a chart.
  addEventListener('vite:preloadError', () => {
    const failed = performance.now();
    setTimeout(() => {
      if (!hasCaughtSince(failed)) playground.actions.notify(GONE, 'warning');
    }, SHOWN_MS);
  });
  addEventListener('online', () => playground.actions.reconnected());
  // Where runs are kept, nothing is lost that needs a question.
  addEventListener('beforeunload', (event) => {
    if (anyActive(store.getState()) && playground.losing()) event.preventDefault();
  });
  createRoot(element).render(
    <Root playground={playground}>
      <App />
    </Root>,
  );
  return playground;
}
