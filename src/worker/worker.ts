/** The training worker's entry: a host behind a message port. */
import { KeptSets } from '../data/kept.ts';
import { lookElsewhere } from '../data/source.ts';
import { createEngine } from '../engine/create.ts';
import { Host } from './host.ts';
import type { Alive, Command, Hello, Incomplete, Ping, Remember, WorkerEvent } from './protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

let host: Host | undefined;

// A visitor's own sets, which may have come after this worker began.
lookElsewhere((id) => ({ open: async () => (await KeptSets.open()).dataSet(id) }));

self.addEventListener('message', ({ data: message }: MessageEvent<Command | Hello | Ping>) => {
  if (message.kind === 'ping') self.postMessage({ kind: 'alive', locked: false } satisfies Alive);
  else if (message.kind === 'hello') {
    const send = (event: WorkerEvent | Alive | Remember) => self.postMessage(event);
    const choices = new Map(Object.entries(message.choices));
    const tilings = new Map(Object.entries(message.tilings));
    host = new Host({
      send,
      incomplete: () => self.postMessage({ kind: 'incomplete' } satisfies Incomplete),
      createEngine: (kind) =>
        createEngine(kind, {
          recall: (key) => tilings.get(key),
          remember: (key, tiling) => {
            tilings.set(key, tiling);
            send({ kind: 'remember-tiling', key, tiling });
          },
        }),
      data: { baseUrl: message.dataUrl },
      memory: {
        recall: (key) => choices.get(key),
        remember: (key, choice) => {
          choices.set(key, choice);
          send({ kind: 'remember', key, choice });
        },
      },
    });
    void live(message.lock, (locked) => send({ kind: 'alive', locked }));
  } else host?.handle(message);
});

// What nobody caught ends the runs that it hit, in words, rather than leave them hanging. The console has the stack.
self.addEventListener('unhandledrejection', ({ reason }) => void host?.uncaught(reason));
self.addEventListener('error', (event) => {
  // Before there is a host the page hears of it, and starts another worker.
  if (!host) return;
  event.preventDefault();
  const error: unknown = event.error ?? event.message;
  console.error(error);
  void host.uncaught(error);
});

/**
 * Holds the lock for as long as this worker lives; the browser lets it go when it dies, however it dies. Where there are
 * no locks (plain http) or none for this page (cookies blocked, a frame without storage), the page has to ask.
 */
async function live(lock: string, tell: (locked: boolean) => void): Promise<void> {
  const locks: LockManager | undefined = navigator.locks;
  const forever = () => {
    tell(true);
    return new Promise(() => undefined);
  };
  if (locks) await locks.request(lock, forever).catch(() => tell(false));
  else tell(false);
}
