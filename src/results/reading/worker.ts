/** Reads runs away from the page's thread, one batch of files a worker. */
import { columnsOf } from '../../training/columns.ts';
import type { ReadingEvent } from './client.ts';
import { readSources, type Source } from './sources.ts';

declare const self: DedicatedWorkerGlobalScope;

const tell = (event: ReadingEvent, transfer: Transferable[] = []): void => self.postMessage(event, transfer);

self.addEventListener('message', ({ data: sources }: MessageEvent<readonly Source[]>) => {
  tell({ kind: 'begun' });
  void readSources(sources, ({ points, ...run }) => {
    const columns = columnsOf(points);
    tell(
      { kind: 'run', run, columns },
      Object.values(columns).map(({ buffer }) => buffer),
    );
  }).then((read) => tell({ kind: 'read', ...read }));
});
