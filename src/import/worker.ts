/** Reads images away from the page's thread, one job a worker: to cancel a job its page ends the worker. */
import { KeptSets } from '../data/kept.ts';
import { specOfSet } from './describe.ts';
import { pack } from './pack.ts';
import type { ImportCommand, ImportEvent } from './protocol.ts';
import { ImportRefused } from './refusal.ts';
import { survey } from './survey.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Milliseconds between two reports. */
const REPORT_MS = 100;

const tell = (event: ImportEvent): void => self.postMessage(event);

self.addEventListener('message', ({ data: command }: MessageEvent<ImportCommand>) => {
  void work(command).then(tell, (error: unknown) => tell({ kind: 'failed', message: messageOf(error) }));
});

async function work(command: ImportCommand): Promise<ImportEvent> {
  const { files } = command;
  const total = files.reduce((sum, { blob }) => sum + blob.size, 0);
  let [read, images, reported] = [0, 0, 0];
  const report = (): void => {
    if (performance.now() - reported < REPORT_MS) return;
    reported = performance.now();
    tell({ kind: 'progress', images, read, total });
  };
  const progress = {
    onRead: (bytes: number) => {
      read += bytes;
      report();
    },
    onImages: (count: number) => {
      images = count;
      report();
    },
  };
  if (command.kind === 'survey')
    return { kind: 'surveyed', survey: await survey(files, command.reading, progress) };
  const packed = await pack(files, command.packing, progress);
  const spec = specOfSet(packed, command.name, command.classNames, command.wanted);
  const { repeats, skipped } = packed;
  const set = { spec, added: new Date().toISOString() };
  const sets = await KeptSets.open();
  await sets.add(set, packed.splits);
  sets.close();
  return { kind: 'kept', set, repeats, repeatsLeftOut: command.packing.withoutRepeats, skipped };
}

function messageOf(error: unknown): string {
  if (error instanceof ImportRefused) return error.message;
  if (error instanceof DOMException && error.name === 'QuotaExceededError')
    return 'The browser has no room for these images. Delete other sets, or choose a smaller size. Nothing was kept.';
  return `The images could not be read (${error instanceof Error ? error.message : String(error)}). Nothing was kept.`;
}
