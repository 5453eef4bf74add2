import { expect, it, onTestFinished } from 'vitest';
import { Redis, redisServer } from '../../testing/redis.ts';
import { connect } from './connection.ts';

it.each([
  ['redis.local', "--queue: 'redis.local' is not an address such as redis://host:6379 or "],
  ['http://redis.local', "--queue: 'http://redis.local' is not an address"],
  ['redis://user:secret@127.0.0.1:1', '--queue: 127.0.0.1:1 does not answer (connect ECONNREFUSED'],
])('says what is wrong with %s', async (url, message) => {
  await expect(connect(url, () => undefined)).rejects.toThrow(message);
});

it.skipIf(!redisServer())(
  'a worker that begins while the store is away has what it needs when it is back',
  async () => {
    const redis = await Redis.start();
    onTestFinished(() => redis.end());
    const connection = await connect(redis.url, () => undefined);
    const { bullmq, name, parts } = connection;
    await redis.stop();
    const worker = new bullmq.Worker(name, async () => 'done', parts);
    const events = new bullmq.QueueEvents(name, parts);
    const queue = new bullmq.Queue(name, parts);
    worker.on('error', () => undefined);
    events.on('error', () => undefined);
    onTestFinished(() => connection.close(worker, events, queue));
    await redis.killAndRestart();
    await events.waitUntilReady();
    const job = await queue.add('run', {});
    expect(await job.waitUntilFinished(events, 10_000)).toBe('done');
  },
);
