/** A training client for tests: it records commands, and the test plays the worker. */
import type { Command, TrainingClient, WorkerEvent } from '../worker/protocol.ts';

export interface FakeClient extends TrainingClient {
  readonly sent: Command[];
  emit(event: WorkerEvent): void;
}

export function fakeClient(): FakeClient {
  const listeners = new Set<(event: WorkerEvent) => void>();
  const sent: Command[] = [];
  return {
    sent,
    send: (command) => sent.push(command),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (event) => listeners.forEach((listener) => void listener(event)),
  };
}
