/**
 * A queue of runs on Redis or Valkey, kept by BullMQ. Jobs, results and checkpoints are in the queue's own store, so
 * planner and workers share nothing else, and none of them listens on the network.
 */
import type { Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { UsageError } from '../options.ts';
import { programWords } from '../sweep/program.ts';

type BullMQ = typeof import('bullmq');
type QueueParts = { readonly connection: Redis; readonly prefix: string };

/** Of all keys in the store. */
const PREFIX = 'norm-playground';
const RETRY_MS = 1000;
/** For so long a store may be away before what was asked to end does not wait for it. */
const PATIENCE_MS = 2000;
const LOOK_MS = 100;

export interface Connection {
  readonly bullmq: BullMQ;
  readonly redis: Redis;
  /** Of one version's jobs: another one's bits may differ, so each sees only its own. */
  readonly name: string;
  /** What BullMQ's parts are made with. */
  readonly parts: QueueParts;
  /** 'redis.local:6379', without user and password */
  readonly place: string;
  /** Calls back each time that the store can be reached again. */
  onBack(listener: () => void): void;
  /** Waits for work, but not long for a store that is away. */
  unlessAway(work: Promise<unknown>): Promise<void>;
  /** Where the store is away the process has to be ended: BullMQ's parts go on waiting for it. */
  close(...parts: (Queue | QueueEvents | Worker)[]): Promise<void>;
}

/**
 * @param url redis://, or rediss:// with TLS; user, password and number of the database as usual
 * @param say prints a line
 * @throws UsageError where nobody answers there, or the packages for it are not installed
 */
export async function connect(url: string, say: (line: string) => void): Promise<Connection> {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address?.hostname || !/^rediss?:$/.test(address.protocol))
    throw new UsageError(
      `--queue: '${url.slice(0, 40)}' is not an address such as redis://host:6379 or rediss://user:password@host:6379`,
    );
  const place = `${address.hostname}:${address.port || 6379}`;
  const { bullmq, ioredis } = await packages();
  let reached = false;
  /** By performance.now(). */
  let awaySince: number | undefined;
  let problem: Error | undefined;
  const backs: (() => void)[] = [];
  const redis = new ioredis.Redis(url, {
    // Not lazy, and so are copies of it: one that is begun while the store is away would fail, once and for all.
    maxRetriesPerRequest: null,
    retryStrategy: () => (reached ? RETRY_MS : null),
  });
  redis.on('error', (error: Error) => {
    problem = error;
  });
  redis.on('close', () => {
    if (reached && awaySince === undefined) say(`The queue at ${place} cannot be reached: trying again.`);
    awaySince ??= performance.now();
  });
  redis.on('ready', () => {
    if (awaySince !== undefined) say(`The queue at ${place} is reached again.`);
    awaySince = undefined;
    for (const back of backs) back();
  });
  try {
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw new UsageError(`--queue: ${place} does not answer (${(problem ?? (error as Error)).message})`);
  }
  reached = true;
  const unlessAway = async (work: Promise<unknown>): Promise<void> => {
    let looking: ReturnType<typeof setInterval> | undefined;
    const away = new Promise<void>((resolve) => {
      looking = setInterval(() => {
        if (awaySince !== undefined && performance.now() - awaySince >= PATIENCE_MS) resolve();
      }, LOOK_MS);
    });
    await Promise.race([work, away]).finally(() => clearInterval(looking));
  };
  const program = await programWords();
  return {
    bullmq,
    redis,
    name: program.replace(', kernels ', '-'),
    parts: { connection: redis, prefix: PREFIX },
    place,
    onBack: (listener) => backs.push(listener),
    unlessAway,
    close: async (...parts) => {
      reached = false;
      await unlessAway(Promise.allSettled(parts.map((part) => part.close())));
      await unlessAway(redis.quit()).catch(() => undefined);
      redis.disconnect();
    },
  };
}

async function packages() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, ioredis };
  } catch {
    throw new UsageError(
      '--queue: needs the packages bullmq and ioredis, which are not installed: npm install --include=optional',
    );
  }
}

/** Where a run's checkpoint is in the store while it is not finished. */
export const checkpointKey = ({ name }: Connection, job: string): string =>
  `${PREFIX}:${name}:checkpoint:${job}`;

/** Names of other versions that have runs waiting. */
export async function otherVersions({ redis, name }: Connection): Promise<string[]> {
  const names = new Set<string>();
  for await (const keys of redis.scanStream({ match: `${PREFIX}:*:wait` }))
    for (const key of keys as string[]) names.add(key.slice(PREFIX.length + 1, -':wait'.length));
  names.delete(name);
  return [...names];
}
