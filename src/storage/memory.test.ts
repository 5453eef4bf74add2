import { expect, it } from 'vitest';
import { sampleCheckpoint, sampleRun } from '../testing/sampleRuns.ts';
import { MemoryArchive } from './memory.ts';

it('keeps the latest weights of the last eight runs', async () => {
  const archive = new MemoryArchive();
  const keep = (id: string, step: number) =>
    archive.write({
      entries: [{ run: sampleRun(id), removed: false, checkpoint: sampleCheckpoint(step) }],
      deleted: [],
    });
  for (let i = 1; i <= 8; i++) await keep(`run-${i}`, i);
  await keep('run-1', 100);
  await keep('run-9', 9);
  expect((await archive.read('run-1'))?.step).toBe(100);
  expect(await archive.read('run-2')).toBeUndefined();
  expect((await archive.read('run-3'))?.step).toBe(3);
  await archive.write({ entries: [], deleted: ['run-3'] });
  expect(await archive.read('run-3')).toBeUndefined();
  expect(await archive.adopt()).toEqual({ runs: [], pages: [], unreadable: 0, elsewhere: 0 });
});
