/** The page's end of its service worker: registers it, has it keep what the page needs, hears of a new version. */
import { Workbox } from 'workbox-window';
import { DATA_CACHE, type Order } from '../offline/order.ts';

/** So long without training, before the data set's files are fetched behind the page's back. */
const QUIET_MS = 15_000;
const LOOK_MS = 5000;

interface Listener {
  /** Whether a run is under way. */
  busy(): boolean;
  /** @param takeOver loads the new version */
  offer(takeOver: () => void): void;
}

/** Where there may be no service worker (plain http, a frame, a build for development) the page needs a network. */
export function keepOffline({ busy, offer }: Listener): () => void {
  if (!import.meta.env.PROD || window !== window.top || !mayHaveServiceWorker()) return () => undefined;
  const worker = new Workbox('./serviceWorker.js');
  const send = (order: Order) => worker.messageSW(order);
  worker.addEventListener('waiting', () =>
    offer(() => {
      worker.addEventListener('controlling', () => location.reload());
      void send({ kind: 'takeOver' });
    }),
  );
  // Refused where nothing may be stored.
  const registered = worker.register().catch(() => undefined);
  let quietMs = 0;
  const looking = setInterval(async () => {
    quietMs = busy() ? 0 : quietMs + LOOK_MS;
    if (quietMs < QUIET_MS) return;
    clearInterval(looking);
    if (await registered) void send({ kind: 'keep' });
  }, LOOK_MS);
  return () => clearInterval(looking);
}

/** Data sets can be fetched again, results cannot. @returns whether there were any to drop; never rejects */
export async function dropDataSets(): Promise<boolean> {
  try {
    return await caches.delete(DATA_CACHE);
  } catch {
    return false;
  }
}

/** Undefined over plain http; refused, by an error, where nothing may be kept. */
function mayHaveServiceWorker(): boolean {
  try {
    return Reflect.get(navigator, 'serviceWorker') !== undefined;
  } catch {
    return false;
  }
}
