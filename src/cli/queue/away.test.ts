/** Ctrl-C while the store of a queue is away: planner and worker end, and do not wait until it is back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Redis, redisServer } from '../../testing/redis.ts';
import { start, writeOwnImages } from '../../testing/sweeps.ts';

it.skipIf(!redisServer())(
  'a planner ends with its table, a worker without a complaint',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const redis = await Redis.start();
    onTestFinished(() => redis.end());
    const data = await writeOwnImages(folder);
    const settings = '--methods bn --batch 5 --network mlp --images 200 --epochs 200';
    const out = join(folder, 'out');
    const planner = start(
      'sweep',
      `${settings} --data ${data} --queue ${redis.url} --out ${out}`,
      onTestFinished,
    );
    const worker = start(
      'worker',
      `--data ${data} --queue ${redis.url} --processes 2 --threads 1`,
      onTestFinished,
    );
    await Promise.all([planner.says('1 runs to train'), worker.says('waiting for runs')]);
    await redis.stop();
    await Promise.all([planner, worker].map(({ says }) => says('cannot be reached')));
    for (const command of [planner, worker]) command.kill('SIGINT');
    const [planned, worked] = await Promise.all([planner.end, worker.end]);
    expect(planned.said).toContain('stopped: 0 of 1 runs are done.');
    expect(planned.said).toMatch(/BN +– 0\/1\n/);
    expect(planned.code).toBe(130);
    expect(worked.code, worked.said).toBe(0);
  },
  30_000,
);
