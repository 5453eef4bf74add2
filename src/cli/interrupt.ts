/** Ctrl-C: the first asks for a clean stop, a second one ends the process at once. */

export interface Interrupt {
  /** Whether it was pressed. */
  asked(): boolean;
  onAsked(listener: () => void): void;
}

export function listenForInterrupt(): Interrupt {
  let asked = false;
  const listeners: (() => void)[] = [];
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      asked = true;
      for (const listener of listeners) listener();
    });
  }
  return { asked: () => asked, onAsked: (listener) => listeners.push(listener) };
}

/** Exit code of a command that was interrupted, as shells have it. */
export const INTERRUPTED = 130;
