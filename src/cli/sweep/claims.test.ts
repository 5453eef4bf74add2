import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Claims } from './claims.ts';

let folder: string;
let now = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  now = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const claims = (): Claims => new Claims(folder, () => now);
const MINUTE_MS = 61_000;

describe('Claims', () => {
  it('give a run to one of many who ask at once', async () => {
    const owners = Array.from({ length: 12 }, claims);
    const taken = await Promise.all(owners.map((each) => each.take('a.seed-1')));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await Promise.all(owners.map((each) => each.take('a.seed-10')))).toContain(true);
    await Promise.all(owners.map((each) => each.end()));
  });

  it('go to one other when their owner is not heard of for a minute, by the other’s own clock', async () => {
    await claims().take('a');
    const others = Array.from({ length: 6 }, claims);
    const ask = () => Promise.all(others.map((each) => each.take('a')));
    expect(await ask()).not.toContain(true);
    now += MINUTE_MS;
    const taken = await ask();
    expect(taken.filter(Boolean)).toHaveLength(1);
    // The new owner is as safe as the first one was.
    expect(await ask()).not.toContain(true);
    // Who comes later has to look for a minute too.
    expect(await claims().take('a')).toBe(false);
    await Promise.all(others.map((each) => each.end()));
  });

  it('go at once where their owner’s process is known to be gone', async () => {
    const child = fork(fileURLToPath(new URL('../../testing/claimAndStay.ts', import.meta.url)), [folder], {
      execArgv: ['--import', 'tsx'],
    });
    await once(child, 'message');
    expect(await claims().take('a')).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const taken = await Promise.all(Array.from({ length: 4 }, () => claims().take('a')));
    expect(taken.filter(Boolean)).toHaveLength(1);
  }, 30_000);

  it('stay with an owner that is heard of', async () => {
    const owner = claims();
    const other = claims();
    await owner.take('a');
    for (let i = 0; i < 5; i++) {
      expect(await other.take('a')).toBe(false);
      now += MINUTE_MS;
      await owner.beat();
    }
    expect(await other.take('a')).toBe(false);
    await owner.end();
  });

  it('are anyone’s at once when they are given back, and leave nothing when the run is finished', async () => {
    const owner = claims();
    const other = claims();
    await owner.take('a');
    await owner.take('ab');
    await owner.end();
    expect(await other.take('a')).toBe(true);
    await other.close('a');
    expect(await readdir(join(folder, 'claims'))).toEqual(['ab.1']);
    await other.end();
  });

  it('say so where none can be made', async () => {
    await writeFile(join(folder, 'claims'), '');
    await expect(claims().take('a')).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});
