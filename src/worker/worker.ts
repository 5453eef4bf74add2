/** The training worker's entry: a host behind a message port. */
import { createEngine } from '../engine/create.ts';
import { Host } from './host.ts';
import type { Alive, Command, Hello, Remember, WorkerEvent } from './protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

let host: Host | undefined;

self.addEventListener('message', ({ data: message }: MessageEvent<Command | Hello>) => {
  if (message.kind === 'hello') {
    const send = (event: WorkerEvent | Alive | Remember) => self.postMessage(event);
    const choices = new Map(Object.entries(message.choices));
    host = new Host({
      send,
      createEngine,
      data: { baseUrl: message.dataUrl },
      memory: {
        recall: (key) => choices.get(key),
        remember: (key, choice) => {
          choices.set(key, choice);
          send({ kind: 'remember', key, choice });
        },
      },
    });
    // Held for as long as this worker lives, and let go by the browser when it dies, however it dies.
    void navigator.locks.request(message.lock, () => {
      send({ kind: 'alive' });
      return new Promise(() => undefined);
    });
    return;
  }
  host?.handle(message);
});
