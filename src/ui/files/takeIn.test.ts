import { expect, it, vi } from 'vitest';
import { runJson } from '../../report/json.ts';
import { readSources, type Source } from '../../results/reading/sources.ts';
import type { RunResult } from '../../results/runFile.ts';
import { createPlayground } from '../../store/store.ts';
import { fakeClient } from '../../testing/fakeClient.ts';
import { finishedRun } from '../../testing/madeUpRuns.ts';
import { takeInAny } from './takeIn.ts';

// Without its worker.
vi.mock('../../results/reading/client.ts', () => ({
  readRuns: async (sources: readonly Source[]) => {
    const results: RunResult[] = [];
    const read = await readSources(sources, (result) => results.push(result));
    return { results, ...read };
  },
}));

it('of two folders that are dropped at once watches the last, and reads the other', async () => {
  const playground = createPlayground(fakeClient());
  const file = (path: string, score: number) => ({ path, blob: new Blob([runJson(finishedRun(score))]) });
  const handle = (name: string) => ({ name }) as FileSystemDirectoryHandle;
  const files = [file('a/runs/1.json', 0.8), file('b/runs/1.json', 0.7)];
  await takeInAny(playground, files, [handle('a'), handle('b')]);
  const { watched, runs } = playground.store.getState();
  expect(watched?.directory.name).toBe('b');
  expect(runs).toHaveLength(1);
});
