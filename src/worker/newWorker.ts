/** Starts the training worker, also in a sandboxed frame without an origin of its own, to which all code is foreign. */
import address from './worker.ts?worker&url';

export function newWorker(): Worker {
  const options = { type: 'module', name: 'training' } as const;
  if (self.origin !== 'null') return new Worker(address, options);
  // A worker's own script has to be of the page's origin, what it imports may come from any that allows it. As a blob
  // Chromium 156 refuses such a script.
  const script = `import ${JSON.stringify(new URL(address, location.href).href)};`;
  return new Worker(`data:text/javascript,${encodeURIComponent(script)}`, options);
}
