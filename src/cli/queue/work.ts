/** A worker of a queue: trains what it has, each run in a process of its own, so that this one can say that it is there. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Job } from 'bullmq';
import { toRunFile } from '../../results/runFile.ts';
import { runName } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { whyUntrainable } from '../../spec/validate.ts';
import type { Interrupt } from '../command.ts';
import { checkpointIn } from '../sweep/folder.ts';
import { chooseWorkforce, describeShare, type Workforce } from '../sweep/machine.ts';
import { Pool } from '../sweep/pool.ts';
import { Sparingly } from '../sweep/sparingly.ts';
import { describeResult } from '../trainOne.ts';
import { writeWhole } from '../writeWhole.ts';
import { type Connection, checkpointKey, connect, otherVersions } from './connection.ts';
import { experimentOf, type RunJob } from './runJob.ts';

/** A worker that has said nothing for so long is gone, and its runs are the others'. */
const LOCK_MS = 10_000;
const LOOK_FOR_GONE_MS = 2500;
const PROGRESS_MS = 1000;
/** Between two checkpoints in the store at least, and of the time at most. */
const KEEP_MS = 2000;
const KEEP_SHARE = 1 / 100;
/** A checkpoint that nobody comes back for is given up. */
const KEPT_SECONDS = 14 * 24 * 60 * 60;
/** A worker may go away as often as it likes. */
const MOST_STALLED = 1_000_000;

/** Resolves after Ctrl-C, when all that it was at is back in the queue. @throws UsageError */
export async function work(
  url: string,
  given: Partial<Workforce>,
  {
    ownData,
    interrupt,
    say,
  }: { ownData: string | undefined; interrupt: Interrupt; say: (line: string) => void },
): Promise<void> {
  const connection = await connect(url, say);
  for (const version of await otherVersions(connection))
    say(
      `The queue has runs of another version (${version}), whose numbers may differ in the last bits: left to its workers.`,
    );
  const workforce = chooseWorkforce(Number.POSITIVE_INFINITY, given);
  const scratch = await mkdtemp(join(tmpdir(), 'norm-playground-worker-'));
  const pool = new Pool(scratch, workforce, ownData);
  const { bullmq, name, parts, place } = connection;
  const trainer = new Trainer(connection, pool, scratch, say);
  const worker = new bullmq.Worker<RunJob>(name, (job, token) => trainer.train(job, token), {
    ...parts,
    name: `${hostname()} ${process.pid}`,
    concurrency: workforce.processes,
    lockDuration: LOCK_MS,
    stalledInterval: LOOK_FOR_GONE_MS,
    maxStalledCount: MOST_STALLED,
  });
  worker.on('error', () => undefined);
  worker.on('completed', ({ id }) => {
    // Where the store is away by then it is given up when it is old.
    connection.redis.unlink(checkpointKey(connection, id ?? '')).catch(() => undefined);
  });
  say(
    `waiting for runs at ${place}: ${workforce.processes} at a time, ${describeShare(workforce)}. Ctrl-C ends; runs under way go on elsewhere.`,
  );
  await new Promise<void>((resolve) => interrupt.onAsked(resolve));
  pool.stop();
  await connection.close(worker);
  pool.close();
  // A process may still be writing there, where the store was away and its run was not waited for.
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

class Trainer {
  readonly #connection: Connection;
  readonly #pool: Pool;
  readonly #scratch: string;
  readonly #say: (line: string) => void;

  constructor(connection: Connection, pool: Pool, scratch: string, say: (line: string) => void) {
    this.#connection = connection;
    this.#pool = pool;
    this.#scratch = scratch;
    this.#say = say;
  }

  /** @returns the run's file */
  async train(job: Job<RunJob>, token?: string): Promise<unknown> {
    const { UnrecoverableError, WaitingError } = this.#connection.bullmq;
    const experiment = this.#experiment(job);
    const keeper = new Keeper(this.#connection, job.id ?? '', checkpointIn(this.#scratch, experiment).path);
    await keeper.fetch();
    let told = 0;
    const end = await this.#pool.do({ kind: 'run', experiment }, (news) => {
      if (news.kind === 'kept') keeper.kept();
      if (news.kind !== 'progress' || performance.now() - told < PROGRESS_MS) return;
      told = performance.now();
      void job.updateProgress({ ...news.progress }).catch(() => undefined);
    });
    const name = `${runName(experiment)}, batch ${experiment.batch}`;
    if (end.kind === 'ran' && end.result.outcome.kind !== 'stopped') {
      await keeper.end();
      this.#say(`${name}: ${describeResult(end.result)}`);
      return toRunFile(end.result);
    }
    if (end.kind !== 'failed') {
      await keeper.end('keep');
      await job.moveToWait(token);
      throw new WaitingError();
    }
    await keeper.end();
    this.#say(`${name}: ${end.message}`);
    throw end.died ? new Error(end.message) : new UnrecoverableError(end.message);
  }

  #experiment({ data }: Job<RunJob>): Experiment {
    const { UnrecoverableError } = this.#connection.bullmq;
    try {
      const experiment = experimentOf(data);
      const why = whyUntrainable(experiment);
      if (why !== undefined) throw new Error(`${why}; a worker is told of images by --data PATH`);
      return experiment;
    } catch (error) {
      throw new UnrecoverableError((error as Error).message);
    }
  }
}

/** Carries a run's checkpoint from the file that its process writes to the store, and back. */
class Keeper {
  readonly #connection: Connection;
  readonly #key: string;
  readonly #file: string;
  readonly #sparingly = new Sparingly(KEEP_MS, KEEP_SHARE, 0);
  #keeping: Promise<void> = Promise.resolve();

  constructor(connection: Connection, job: string, file: string) {
    this.#connection = connection;
    this.#key = checkpointKey(connection, job);
    this.#file = file;
  }

  async fetch(): Promise<void> {
    const bytes = await this.#connection.redis.getBuffer(this.#key);
    await rm(this.#file, { force: true });
    if (!bytes) return;
    await mkdir(dirname(this.#file), { recursive: true });
    await writeWhole(this.#file, bytes);
  }

  /** There is a new one. */
  kept(): void {
    if (this.#sparingly.due) this.#keeping = this.#keep();
  }

  #keep(): Promise<void> {
    const { redis } = this.#connection;
    // One that cannot be kept is one fewer: the run would begin a little earlier.
    return this.#sparingly.do(() =>
      readFile(this.#file)
        .then((bytes) => redis.set(this.#key, bytes, 'EX', KEPT_SECONDS))
        .catch(() => undefined),
    );
  }

  /** @param what becomes of the newest one: kept for the next worker, or left */
  async end(what: 'keep' | 'leave' = 'leave'): Promise<void> {
    await this.#keeping;
    if (what === 'keep') await this.#keep();
    await rm(this.#file, { force: true });
  }
}
