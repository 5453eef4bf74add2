/** The page's end of the worker that reads images. */
import type { ImportCommand, ImportEvent, ImportProgress, Kept } from './protocol.ts';
import { ImportRefused } from './refusal.ts';
import type { Survey } from './survey.ts';

export interface ImportJob<T> {
  /** @throws ImportRefused with a sentence for a person; an AbortError once it was cancelled */
  readonly done: Promise<T>;
  cancel(): void;
}

const newWorker = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'import' });

export const startSurvey = (
  command: Omit<Extract<ImportCommand, { kind: 'survey' }>, 'kind'>,
  onProgress: (progress: ImportProgress) => void,
): ImportJob<Survey> =>
  start({ kind: 'survey', ...command }, onProgress, (event) =>
    event.kind === 'surveyed' ? event.survey : undefined,
  );

export const startKeeping = (
  command: Omit<Extract<ImportCommand, { kind: 'keep' }>, 'kind'>,
  onProgress: (progress: ImportProgress) => void,
): ImportJob<Kept> =>
  start({ kind: 'keep', ...command }, onProgress, (event) => (event.kind === 'kept' ? event : undefined));

function start<T>(
  command: ImportCommand,
  onProgress: (progress: ImportProgress) => void,
  result: (event: ImportEvent) => T | undefined,
): ImportJob<T> {
  const worker = newWorker();
  const { promise, resolve, reject } = withResolvers<T>();
  worker.addEventListener('message', ({ data: event }: MessageEvent<ImportEvent>) => {
    if (event.kind === 'progress') return onProgress(event);
    worker.terminate();
    const found = result(event);
    if (found !== undefined) resolve(found);
    else reject(new ImportRefused(event.kind === 'failed' ? event.message : `unexpected '${event.kind}'`));
  });
  worker.addEventListener('error', (event) => {
    worker.terminate();
    reject(
      new ImportRefused(
        `Reading the images failed (${event.message || 'the browser gave no reason'}). Drop fewer at a time.`,
      ),
    );
  });
  worker.postMessage(command);
  return {
    done: promise,
    cancel: () => {
      worker.terminate();
      reject(new DOMException('The import was cancelled', 'AbortError'));
    },
  };
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
