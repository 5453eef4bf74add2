/**
 * The service worker: once the page has been opened, it opens without a network, with its engines and its data; and on a
 * host that sends no headers of its own every answer gets those that isolate the page, which threads need. Workbox keeps
 * the build's files, by the list that the build puts in; data sets are asked for anew and kept for when nobody answers.
 *
 * The first one is active at once, serves the next load, and keeps files when it is asked to: a page on a plain host waits
 * for nothing but its headers. A later one has all its files before it is offered, and takes over when a visitor says so.
 */
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute, setDefaultHandler } from 'workbox-routing';
import { NetworkFirst, NetworkOnly } from 'workbox-strategies';
import { DATA_CACHE, type Order } from './order.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[];
};

const isolating = {
  handlerWillRespond: async ({ response }: { readonly response: Response }): Promise<Response> => {
    // What is not ours to read is not ours to change.
    if (response.status === 0) return response;
    const headers = new Headers(response.headers);
    headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
    const { status, statusText } = response;
    // Some statuses may not have a body, not even an empty one.
    return new Response(response.body, { status, statusText, headers });
  },
};

const files = new PrecacheController({ plugins: [isolating] });
files.addToCacheList([...self.__WB_MANIFEST]);
registerRoute(new PrecacheRoute(files, { ignoreURLParametersMatching: [/./] }));
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.href.startsWith(new URL('data/', self.registration.scope).href),
  new NetworkFirst({ cacheName: DATA_CACHE, plugins: [isolating] }),
);
setDefaultHandler(new NetworkOnly({ plugins: [isolating] }));

self.addEventListener('install', (event) => {
  if (self.registration.active) event.waitUntil(files.install(event));
  else void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(files.activate(event));
});

self.addEventListener('message', (event) => {
  const order = event.data as Order;
  if (order.kind === 'takeOver') void self.skipWaiting();
  else event.waitUntil(keep(event));
});

/** Says so on the message's port when all is there. */
async function keep(event: ExtendableMessageEvent): Promise<void> {
  await Promise.all([files.install(asInstall(event)), keepData()]);
  event.ports[0]?.postMessage('kept');
}

/** Workbox keeps files while an event of that type lasts, and takes any other for a request to be answered. */
const asInstall = (event: ExtendableEvent): ExtendableEvent =>
  new Proxy(event, {
    get: (_, key) =>
      key === 'type'
        ? 'install'
        : key === 'waitUntil'
          ? event.waitUntil.bind(event)
          : Reflect.get(event, key),
  });

/** The data set's files that are not there yet, one after the other: a page that trains has the network first. */
async function keepData(): Promise<void> {
  const cache = await caches.open(DATA_CACHE);
  const manifest = new URL('data/manifest.json', self.registration.scope).href;
  // A host may have no data set: the page then draws images of its own.
  const response = await fetch(manifest);
  if (!response.ok) return;
  await cache.put(manifest, response.clone());
  const names: string[] = [];
  JSON.parse(await response.text(), (key, value) => {
    if (key === 'file') names.push(String(value));
    return value;
  });
  for (const name of names) {
    const url = new URL(name, manifest).href;
    if (!(await cache.match(url))) await cache.add(url);
  }
}
