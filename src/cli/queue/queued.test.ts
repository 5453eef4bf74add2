/** What a planner makes of what it hears of its runs; the worker of these tests makes results up. */
import { type Job, Queue, type Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { toRunFile } from '../../results/runFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { finishedRun } from '../../testing/madeUpRuns.ts';
import { Redis, redisServer } from '../../testing/redis.ts';
import { type Connection, connect } from './connection.ts';
import { trainQueued } from './queued.ts';
import { experimentOf, jobOf, type RunJob } from './runJob.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!redisServer())('a planner', () => {
  let redis: Redis;
  let connection: Connection;
  let first = 0;
  beforeAll(async () => {
    redis = await Redis.start();
    connection = await connect(redis.url, () => undefined);
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    await connection.close();
    await redis.end();
  });

  /** Runs that no other test has. */
  const runs = (count: number): Experiment[] =>
    Array.from({ length: count }, () => ({ ...DEFAULT_EXPERIMENT, images: 300, epochs: 1, seed: ++first }));

  function work(milliseconds: (run: Experiment) => number): Worker {
    const train = async ({ data }: Job<RunJob>) => {
      const experiment = experimentOf(data);
      await sleep(milliseconds(experiment));
      return toRunFile(finishedRun(0.8, experiment));
    };
    const worker = new connection.bullmq.Worker(connection.name, train, {
      ...connection.parts,
      concurrency: 2,
    });
    onTestFinished(() => worker.close());
    return worker;
  }

  /** @returns 'begun 1', 'ran 1', … by the runs' seeds */
  async function plan(asked: readonly Experiment[], endedMs = 0): Promise<string[]> {
    const heard: string[] = [];
    const crew = await trainQueued(redis.url)(asked.length, () => undefined);
    await crew.train(asked, {
      begun: ({ seed }) => void heard.push(`begun ${seed}`),
      progress: () => undefined,
      ended: async ({ seed }, end) => {
        heard.push(`${end.kind} ${seed}`);
        await sleep(endedMs);
        return true;
      },
      found: () => undefined,
    });
    await crew.end();
    return heard;
  }

  it('has the result of a run that ends while it looks at it', async () => {
    const { getJob } = Queue.prototype;
    vi.spyOn(Queue.prototype, 'getJob').mockImplementation(async function (this: Queue, id) {
      const job = await getJob.call(this, id);
      await sleep(400);
      return job;
    });
    work(() => 200);
    expect((await plan(runs(1))).filter((each) => !each.startsWith('begun'))).toEqual(['ran 1']);
  });

  it('hears of no beginning after the end', async () => {
    const asked = runs(2);
    const [done, other] = asked;
    const worker = work(({ seed }) => (seed === done?.seed ? 0 : 100));
    // Found at the first look; while that one is kept the other one begins and ends.
    const queue = new Queue<RunJob>(connection.name, connection.parts);
    onTestFinished(() => queue.close());
    const ended = new Promise((resolve) => worker.once('completed', resolve));
    await queue.addBulk(done ? [jobOf(done)] : []);
    await ended;
    expect(await plan(asked, 400)).toEqual([`ran ${done?.seed}`, `ran ${other?.seed}`]);
  });
});
