/** What every command shares: its exit code, mistakes as a sentence instead of a stack, and Ctrl-C. */
import { UsageError } from './options.ts';

/** What reads the output may go away (`| head -1`, a closed terminal): the work goes on, for its results are in files. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Runs `main` over the arguments; 2 for a mistake on the command line, 1 for any other failure. */
export async function runCommand(main: (args: readonly string[]) => Promise<number>): Promise<void> {
  outliveReaders();
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** The same, and the process ends when all is said: connections to a queue that is away would keep it. */
export async function runToTheEnd(main: (args: readonly string[]) => Promise<number>): Promise<void> {
  await runCommand(main);
  for (const stream of [process.stdout, process.stderr])
    await new Promise<unknown>((resolve) => stream.write('', resolve));
  process.exit();
}

/** Ctrl-C, or a terminal that is closed: the first asks for a clean stop, a second one ends the process at once. */
export interface Interrupt {
  /** Whether it was pressed. */
  asked(): boolean;
  /** Calls back when it is; at once where it was before. */
  onAsked(listener: () => void): void;
}

export function listenForInterrupt(): Interrupt {
  let asked = false;
  const listeners: (() => void)[] = [];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      asked = true;
      for (const listener of listeners) listener();
    });
  }
  return {
    asked: () => asked,
    onAsked: (listener) => {
      if (asked) listener();
      else listeners.push(listener);
    },
  };
}

/** Exit code of a command that was interrupted, as shells have it. */
export const INTERRUPTED = 130;
