/**
 * Four workers, sixty runs, and twenty times one of them is killed at random, with all its processes; of a queue the
 * store, too, three times. Every run is there once, whole, with the weights that one machine gets that nobody disturbs.
 * `FAULT_SEED=7` kills others.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { streamKey, uniform } from '../random/streams.ts';
import { Redis, redisServer } from '../testing/redis.ts';
import { type Command, hashesIn, start, sweep } from '../testing/sweeps.ts';

const WORKERS = 4;
const KILLS = 20;
const STORE_KILLS = 3;
const SEED = Number(process.env.FAULT_SEED ?? 1);
const SETTINGS =
  '--methods bn,ln,gn,gn+ws,rms --batch 16,32 --seeds 6 --network small-cnn --data synthetic --images 1000 --epochs 2';

let folder: string;
let undisturbed: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  const out = join(folder, 'alone');
  expect((await sweep(`${SETTINGS} --threads 1 --out ${out}`)).code).toBe(0);
  undisturbed = await hashesIn(out);
  expect(undisturbed).toHaveLength(60);
}, 1_200_000);
afterAll(() => rm(folder, { recursive: true }));

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Kills one of them now and then, and begins a new one in its place.
 * @param after called after each
 * @returns how many were at work when they were killed
 */
async function killAtRandom(
  workers: Command[],
  begin: () => Command | Promise<Command>,
  after: (kill: number) => Promise<void> = async () => undefined,
): Promise<number> {
  const draws = uniform(streamKey(SEED, 'kills'), 2 * KILLS);
  let hit = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const [wait = 0, which = 0] = draws.subarray(2 * kill);
    await sleep(2000 + 5000 * wait);
    const place = Math.floor(WORKERS * which);
    const worker = workers[place];
    if (worker?.kill('SIGKILL')) hit++;
    await worker?.end;
    workers[place] = await begin();
    await after(kill);
  }
  return hit;
}

it('a shared folder', async () => {
  const out = join(folder, 'shared');
  expect((await sweep(`${SETTINGS} --plan ${out}`)).code).toBe(0);
  const begin = () => start('worker', `--out ${out} --processes 1 --threads 1`, onTestFinished);
  const workers = Array.from({ length: WORKERS }, begin);
  expect(await killAtRandom(workers, begin)).toBe(KILLS);
  const ends = await Promise.all(workers.map(({ end }) => end));
  expect(ends.map(({ code }) => code)).toEqual(workers.map(() => 0));
  expect(await hashesIn(out)).toEqual(undisturbed);
  expect(await readdir(join(out, 'claims'))).toEqual([]);
  expect(await readdir(join(out, 'checkpoints'))).toEqual([]);
}, 1_200_000);

describe.skipIf(!redisServer())('a queue', () => {
  it('of workers and a store that are killed', async () => {
    const redis = await Redis.start();
    onTestFinished(() => redis.end());
    const out = join(folder, 'queued');
    const planner = start('sweep', `${SETTINGS} --queue ${redis.url} --out ${out}`, onTestFinished);
    await planner.says('runs to train');
    // One that begins just before the store is killed could not connect, and would end.
    const begin = async () => {
      const worker = start('worker', `--queue ${redis.url} --processes 1 --threads 1`, onTestFinished);
      await worker.says('waiting for runs');
      return worker;
    };
    const workers = await Promise.all(Array.from({ length: WORKERS }, begin));
    const hit = await killAtRandom(workers, begin, async (kill) => {
      if (kill % Math.ceil(KILLS / STORE_KILLS) === 2) await redis.killAndRestart();
    });
    expect(hit).toBe(KILLS);
    const planned = await planner.end;
    expect(planned.code, planned.said).toBe(0);
    for (const worker of workers) worker.kill('SIGINT');
    const ends = await Promise.all(workers.map(({ end }) => end));
    expect(ends.map(({ code }) => code)).toEqual(workers.map(() => 0));
    expect(await hashesIn(out)).toEqual(undisturbed);
  }, 1_200_000);
});
