import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRunFile } from '../../results/readRunFile.ts';
import { divergedRun, finishedRun } from '../../testing/madeUpRuns.ts';
import { UsageError } from '../options.ts';
import { SweepFolder } from './folder.ts';
import { fileName, runKey } from './names.ts';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'norm-playground-'));
});
afterEach(() => rm(path, { recursive: true }));

const run = finishedRun(0.8, { norm: 'batch', weights: 'plain' });

describe('SweepFolder', () => {
  it('finds again what finished or diverged, whatever the file is called', async () => {
    const folder = await SweepFolder.open(join(path, 'new'));
    const diverged = divergedRun({ seed: 2 });
    await folder.writeRun(run);
    await folder.writeRun(diverged);
    await folder.writeRun({
      ...run,
      experiment: { ...run.experiment, seed: 3 },
      outcome: { kind: 'stopped' },
    });
    await rename(
      join(folder.path, 'runs', `${fileName(run.experiment)}.json`),
      join(folder.path, 'runs', 'mine.json'),
    );
    const { runs, unreadable } = await folder.finished();
    expect(unreadable).toEqual([]);
    expect([...runs.keys()].sort()).toEqual([runKey(run.experiment), runKey(diverged.experiment)].sort());
    expect(runs.get(runKey({ ...run.experiment, engine: 'webgl', repeats: 4, groups: 8 }))).toEqual(run);
  });

  it('names files that are no run, and leaves them alone', async () => {
    const folder = await SweepFolder.open(path);
    await writeFile(join(path, 'runs', 'half.json'), '{"format":');
    await writeFile(join(path, 'runs', 'other.json'), '{"format":"x"}');
    await writeFile(join(path, 'runs', 'a.json.99.tmp'), '{');
    const { runs, unreadable } = await folder.finished();
    expect(runs.size).toBe(0);
    expect(unreadable[0]).toMatch(/^half\.json: /);
    expect(unreadable[1]).toBe('other.json: this is not a run file: format is "x"');
    expect(await readdir(join(path, 'runs'))).toHaveLength(3);
  });

  it('writes whole files, which read back, and leaves none behind under another name', async () => {
    const folder = await SweepFolder.open(path);
    await folder.writeRun(run);
    const names = await readdir(join(path, 'runs'));
    expect(names).toEqual([`${fileName(run.experiment)}.json`]);
    expect(names[0]).toMatch(/^bn\.batch-100\.seed-1\.[0-9a-f]{8}\.json$/);
    const text = await readFile(join(path, 'runs', names[0] ?? ''), 'utf8');
    expect(readRunFile(JSON.parse(text))).toEqual({ results: [run], notes: [] });
    await expect(folder.write(join('missing', 'x.json'), '')).rejects.toThrow('ENOENT');
  });

  it('moves what is in a run’s place out of its way', async () => {
    const folder = await SweepFolder.open(path);
    const { experiment } = run;
    expect(await folder.has(experiment)).toBe(false);
    await folder.writeRun(run);
    expect(await folder.has(experiment)).toBe(true);
    const file = join(path, 'runs', `${fileName(experiment)}.json`);
    await writeFile(file, '{"format":');
    expect(await folder.has(experiment)).toBe(false);
    await folder.writeRun(run);
    expect(await folder.has(experiment)).toBe(true);
    const { unreadable } = await folder.finished();
    expect(unreadable).toEqual([expect.stringMatching(/\.other-[0-9a-f]{8}\.json: /)]);
  });

  it('tidies up behind workers that were killed, for finished runs alone', async () => {
    const folder = await SweepFolder.open(path);
    await mkdir(join(path, 'checkpoints'));
    const other = fileName({ ...run.experiment, seed: 2 });
    const done = fileName(run.experiment);
    for (const name of [`${done}.bin`, `${done}.bin.12345678.tmp`, `${other}.bin`])
      await writeFile(join(path, 'checkpoints', name), '');
    await folder.writeRun(run);
    await writeFile(join(path, 'runs', `${done}.json.12345678.tmp`), '');
    await folder.tidy([run]);
    expect(await readdir(join(path, 'checkpoints'))).toEqual([`${other}.bin`]);
    expect(await readdir(join(path, 'runs'))).toEqual([`${done}.json`]);
  });

  it('says so when there cannot be such a folder', async () => {
    await writeFile(join(path, 'file'), '');
    await expect(SweepFolder.open(join(path, 'file'))).rejects.toThrow(UsageError);
    await expect(SweepFolder.open(join(path, 'file'))).rejects.toThrow(
      /^--out: .*file cannot be made a folder/,
    );
  });
});
