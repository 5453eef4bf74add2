/** Sends events to the page: progress a few times a second, merged; everything else at once and in order. */
import type { RunId, WorkerEvent } from './protocol.ts';

const INTERVAL_MS = 200;

type ProgressEvent = Extract<WorkerEvent, { kind: 'progress' }>;

export class Outbox {
  readonly #send: (event: WorkerEvent) => void;
  readonly #pending = new Map<RunId, ProgressEvent>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (event: WorkerEvent) => void) {
    this.#send = send;
  }

  post(event: WorkerEvent): void {
    if (event.kind !== 'progress') {
      this.flush();
      this.#send(event);
      return;
    }
    const before = this.#pending.get(event.run);
    this.#pending.set(event.run, before ? { ...event, points: [...before.points, ...event.points] } : event);
    this.#timer ??= setTimeout(() => this.flush(), INTERVAL_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const event of this.#pending.values()) this.#send(event);
    this.#pending.clear();
  }
}
