/** Has a sweep's runs trained by the workers of a queue. They go on without it: it adds runs, and collects results. */
import type { Job, Queue, QueueEvents } from 'bullmq';
import { readRunFile } from '../../results/readRunFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import type { Progress } from '../../training/events.ts';
import type { Crew, CrewListener } from '../sweep/crew.ts';
import type { JobEnd } from '../sweep/messages.ts';
import { fileName, runKey } from '../sweep/names.ts';
import { type Connection, connect } from './connection.ts';
import { jobOf, type RunJob } from './runJob.ts';

/** Between two looks at what became of all runs: events tell it sooner, unless the store was away. */
const LOOK_MS = 10_000;

export const trainQueued =
  (url: string) =>
  async (_: number, say: (line: string) => void): Promise<Crew> => {
    const connection = await connect(url, say);
    const { bullmq, name, parts, place } = connection;
    const queue = new bullmq.Queue<RunJob>(name, parts);
    const events = new bullmq.QueueEvents(name, parts);
    // Of connections that are lost the first one tells.
    queue.on('error', () => undefined);
    events.on('error', () => undefined);
    await events.waitUntilReady();
    if ((await queue.getWorkersCount()) === 0)
      say(`No worker is there yet: npm run worker -- --queue with the same address, on any machine.`);
    return new Queued(connection, queue, events, `by the workers of the queue at ${place}`);
  };

class Queued implements Crew {
  readonly words: string;
  readonly workforce = undefined;
  readonly #connection: Connection;
  readonly #queue: Queue<RunJob>;
  readonly #events: QueueEvents;
  /** By the job's id. */
  readonly #left = new Map<string, Experiment>();
  #listener: CrewListener | undefined;
  #done: () => void = () => undefined;
  #stop: () => void = () => undefined;
  #stopped = false;
  /** One event after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(connection: Connection, queue: Queue<RunJob>, events: QueueEvents, words: string) {
    this.words = words;
    this.#connection = connection;
    this.#queue = queue;
    this.#events = events;
    events.on('active', ({ jobId }) => this.#hear(jobId, (run) => this.#listener?.begun(run)));
    events.on('progress', ({ jobId, data }) => {
      if (isProgress(data)) this.#hear(jobId, (run) => this.#listener?.progress(run, data));
    });
    events.on('completed', ({ jobId }) => this.#hear(jobId, () => this.#look(jobId)));
    events.on('failed', ({ jobId }) => this.#hear(jobId, () => this.#look(jobId)));
    connection.onBack(() => this.#lookAtAll());
  }

  async measure(): Promise<readonly undefined[]> {
    return [];
  }

  async train(runs: readonly Experiment[], listener: CrewListener): Promise<void> {
    const stopping = new Promise<void>((resolve) => {
      this.#stop = resolve;
    });
    const training = this.#train(runs, listener);
    await Promise.race([training, stopping.then(() => this.#connection.unlessAway(training))]);
  }

  async #train(runs: readonly Experiment[], listener: CrewListener): Promise<void> {
    this.#listener = listener;
    for (const run of runs) this.#left.set(fileName(run), run);
    const done = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    // One that failed before is tried anew.
    const failed = await this.#queue.getFailed();
    await Promise.all(failed.filter(({ id = '' }) => this.#left.has(id)).map((job) => job.remove()));
    await this.#queue.addBulk(runs.map(jobOf));
    this.#lookAtAll();
    const looking = setInterval(() => this.#lookAtAll(), LOOK_MS);
    await done;
    clearInterval(looking);
    await this.#turn;
  }

  stop(): void {
    this.#stopped = true;
    this.#done();
    this.#stop();
  }

  async end(): Promise<void> {
    await this.#connection.close(this.#queue, this.#events);
  }

  #hear(id: string, act: (run: Experiment) => void | Promise<void>): void {
    this.#turn = this.#turn
      .then(() => {
        // By now: it may have ended while others had their turn.
        const run = this.#left.get(id);
        return run && !this.#stopped ? act(run) : undefined;
      })
      // The store may have gone away again: it is looked at later.
      .catch(() => undefined);
  }

  #lookAtAll(): void {
    if (this.#stopped) return;
    this.#turn = this.#turn
      .then(async () => {
        for (const id of [...this.#left.keys()]) await this.#look(id);
      })
      .catch(() => undefined);
  }

  /** What became of a run. One that the store has lost is added again. */
  async #look(id: string): Promise<void> {
    const run = this.#left.get(id);
    if (!run || this.#stopped) return;
    // Its state first: a job that was read before it was done has no result.
    const state = await this.#queue.getJobState(id);
    if (state === 'unknown') await this.#queue.addBulk([jobOf(run)]);
    if (state !== 'completed' && state !== 'failed') return;
    const job = await this.#queue.getJob(id);
    if (!job) return;
    if (state === 'completed') await this.#end(id, run, resultOf(run, job));
    else await this.#end(id, run, { kind: 'failed', message: job.failedReason || 'it says not why' });
  }

  async #end(id: string, run: Experiment, end: JobEnd): Promise<void> {
    this.#left.delete(id);
    await this.#listener?.ended(run, end);
    if (this.#left.size === 0) this.#done();
  }
}

/** Of a worker of the same version, so what it names is what it means. */
const isProgress = (data: unknown): data is Progress =>
  typeof data === 'object' && data !== null && 'phase' in data && 'images' in data;

function resultOf(run: Experiment, job: Job): JobEnd {
  const read = readRunFile(job.returnvalue);
  const result = 'results' in read ? read.results[0] : undefined;
  if (result && runKey(result.experiment, result.data) === runKey(run)) return { kind: 'ran', result };
  const why = 'problem' in read ? read.problem : 'it is another run';
  return { kind: 'failed', message: `what its worker sent is not its result: ${why}` };
}
