/** The page's end of the worker that reads runs. */
import { type Columns, pointsOf } from '../../training/columns.ts';
import type { RunResult } from '../runFile.ts';
import type { Read, Source } from './sources.ts';

export type { ReadingProblem, Source } from './sources.ts';

/** Curves cross as columns, which are handed over and not copied; a run at a time, so that the page never waits long. */
export type ReadingEvent =
  | { readonly kind: 'begun' }
  | { readonly kind: 'run'; readonly run: Omit<RunResult, 'points'>; readonly columns: Columns }
  | ({ readonly kind: 'read' } & Omit<Read, 'results'>);

export async function readRuns(sources: readonly Source[]): Promise<Read> {
  const results: RunResult[] = [];
  const onResult = (result: RunResult) => void results.push(result);
  try {
    return { results, ...(await readInWorker(sources, onResult)) };
  } catch (error) {
    // A sandboxed frame has no workers.
    if (error instanceof NoWorker)
      return { results, ...(await (await import('./sources.ts')).readSources(sources, onResult)) };
    const reason = error instanceof Error ? error.message : String(error);
    const text = `reading failed (${reason}). Import fewer files at a time`;
    return { results, problems: [{ source: 'The files', text }], unread: sources.map(({ name }) => name) };
  }
}

class NoWorker extends Error {}

async function readInWorker(
  sources: readonly Source[],
  onResult: (result: RunResult) => void,
): Promise<Omit<Read, 'results'>> {
  const worker = startWorker();
  let begun = false;
  return new Promise<Omit<Read, 'results'>>((resolve, reject) => {
    worker.addEventListener('message', ({ data: event }: MessageEvent<ReadingEvent>) => {
      if (event.kind === 'begun') begun = true;
      else if (event.kind === 'read') resolve(event);
      else onResult({ ...event.run, points: pointsOf(event.columns) });
    });
    worker.addEventListener('error', ({ message }) =>
      reject(begun ? new Error(message || 'the browser gave no reason') : new NoWorker()),
    );
    worker.postMessage(sources);
  }).finally(() => worker.terminate());
}

function startWorker(): Worker {
  try {
    return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'import' });
  } catch {
    throw new NoWorker();
  }
}
