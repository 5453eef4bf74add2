/** The processes of a sweep: jobs are handed out in order, one at a time to each. One that crashes fails its job alone. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Workforce } from './machine.ts';
import type { Job, JobEnd, News, Order, Report } from './messages.ts';

const SCRIPT = fileURLToPath(new URL('./process.ts', import.meta.url));

export interface Listener {
  begun(job: Job): void;
  progress(job: Job, report: Extract<News, { kind: 'progress' }>): void;
  /** The next job of that process waits for it. */
  ended(job: Job, end: JobEnd): void | Promise<void>;
}

export class Pool {
  /** What each process is told when it starts. */
  readonly #told: readonly string[];
  readonly #execArgv: readonly string[];
  readonly #size: number;
  readonly #children = new Set<ChildProcess>();
  /** Those that have no job. */
  readonly #idle: ChildProcess[] = [];
  #stopped = false;

  /**
   * @param folder the sweep's, where runs leave checkpoints
   * @param ownData a path to images of one's own that experiments name
   * @param execArgv Node's own arguments; this process's have the loader that understands TypeScript
   */
  constructor(
    folder: string,
    { engine, processes, threads = 1 }: Workforce,
    ownData?: string,
    execArgv: readonly string[] = process.execArgv,
  ) {
    this.#told = [folder, String(threads), engine, ...(ownData === undefined ? [] : [ownData])];
    this.#execArgv = execArgv;
    this.#size = processes;
  }

  /**
   * Does jobs until there is no next one; resolves when all are done, or, after `stop`, when those under way have
   * ended. What the listener throws stops the rest too, and is thrown when they have ended.
   */
  async work(next: () => Job | undefined | Promise<Job | undefined>, listener: Listener): Promise<void> {
    const lanes = Array.from({ length: this.#size }, async () => {
      try {
        while (!this.#stopped) {
          const job = await next();
          if (!job || this.#stopped) return;
          listener.begun(job);
          const end = await this.do(job, (report) => {
            if (report.kind === 'progress') listener.progress(job, report);
          });
          await listener.ended(job, end);
        }
      } catch (error) {
        this.stop();
        throw error;
      }
    });
    const ends = await Promise.allSettled(lanes);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** Runs under way end after their slice, as stopped; no job begins any more. */
  stop(): void {
    this.#stopped = true;
    for (const child of this.#children) if (child.connected) child.send({ kind: 'stop' } satisfies Order);
  }

  /** Ends the processes. */
  close(): void {
    for (const child of this.#children) if (child.connected) child.disconnect();
  }

  /** Does a job in a process that has none, or in a new one. @param onNews what it says on the way */
  do(job: Job, onNews: (news: News) => void): Promise<JobEnd> {
    const child = this.#idle.pop() ?? this.#start();
    return new Promise((resolve) => {
      const end = (message: JobEnd) => {
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        if (child.connected) this.#idle.push(child);
        resolve(message);
      };
      const onMessage = (report: Report) => {
        if (report.kind === 'progress' || report.kind === 'kept') onNews(report);
        else end(report);
      };
      const onExit = (code: number | null, signal: string | null) =>
        end({
          kind: 'failed',
          message: `its process ended (${signal ?? `exit code ${code}`})`,
          died: true,
        });
      const onError = (error: Error) => end({ kind: 'failed', message: error.message });
      child.on('message', onMessage).on('exit', onExit).on('error', onError);
      // One that has started since then was not told.
      if (this.#stopped) child.send({ kind: 'stop' } satisfies Order);
      child.send({ kind: 'job', job } satisfies Order);
    });
  }

  #start(): ChildProcess {
    const child = fork(SCRIPT, [...this.#told], {
      execArgv: [...this.#execArgv],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#children.add(child);
    child.once('exit', () => {
      this.#children.delete(child);
      const place = this.#idle.indexOf(child);
      if (place >= 0) this.#idle.splice(place, 1);
    });
    return child;
  }
}
