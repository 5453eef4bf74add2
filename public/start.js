// Runs before the first paint and before the page's own code, a module that may be missing.
(() => {
  // So that a remembered theme does not flash (see src/ui/theme.ts); in other people's pages it is the system's.
  const remembered = () => {
    try {
      return localStorage.getItem('norm-playground.theme');
    } catch {
      return null;
    }
  };
  const embedded = /[#&]embed=1(&|$)/.test(location.hash);
  document.documentElement.dataset.theme = (!embedded && remembered()) || 'auto';

  // A host that sends no headers: the service worker adds them from the next load on (src/offline/serviceWorker.ts). In a
  // frame they isolate nothing. Not twice in a row: some browsers let no service worker serve a page.
  const reloadOnce = () => {
    if (sessionStorage.getItem('norm-playground.isolating')) return;
    sessionStorage.setItem('norm-playground.isolating', 'yes');
    location.reload();
  };
  const isolate = () => {
    try {
      const { serviceWorker } = navigator;
      if (!serviceWorker || serviceWorker.controller) return;
      serviceWorker.register('./serviceWorker.js').catch(() => undefined);
      serviceWorker.ready.then(reloadOnce).catch(() => undefined);
    } catch {
      // Nothing may be kept here: it trains on one thread.
    }
  };
  if (crossOriginIsolated === false && window === top) isolate();

  // A sentence instead of an empty page.
  const why = (event) => {
    if (!(event.target instanceof Element)) return `The page could not start: ${event.message}`;
    if (location.protocol === 'file:') {
      return 'Opened as a file, this page may not load its own code: browsers allow that to pages from a server only. Run npm start, or copy the folder to any static host.';
    }
    if (self.origin === 'null') {
      return 'This page may not load its own code in a frame that is sandboxed without allow-same-origin, unless its host sends Access-Control-Allow-Origin: *.';
    }
    return `The page's code could not be loaded from ${location.host}. Reload to try again.`;
  };
  addEventListener(
    'error',
    (event) => {
      const root = document.getElementById('root');
      if (root?.childElementCount !== 0) return;
      const sentence = document.createElement('p');
      sentence.setAttribute('role', 'alert');
      sentence.style.cssText =
        'max-width: 36em; margin: 10vh auto; padding: 0 16px; font: 16px/1.5 sans-serif';
      sentence.textContent = why(event);
      root.append(sentence);
    },
    true,
  );
})();
