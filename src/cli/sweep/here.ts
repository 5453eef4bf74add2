/** Trains a sweep's runs in processes of this machine; others that share the folder may do so, too. */
import type { Experiment } from '../../spec/experiment.ts';
import { counted } from '../../spec/numbers.ts';
import { Claims } from './claims.ts';
import type { Crew, CrewListener } from './crew.ts';
import type { SweepFolder } from './folder.ts';
import { chooseWorkforce, type Workforce } from './machine.ts';
import type { Job, JobEnd, Measured } from './messages.ts';
import { fileName } from './names.ts';
import { Pool } from './pool.ts';
import { inTurn, type Shard } from './shard.ts';

/** @param workforce what of it is not given is chosen */
export const trainHere =
  (folder: SweepFolder, workforce: Partial<Workforce>, options: HereOptions = {}) =>
  (runs: number, say: (line: string) => void): Crew => {
    const waits = () => say('The runs that are left are trained by another one in this folder: waiting.');
    return new Here(folder, chooseWorkforce(runs, workforce), { ...options, waits });
  };

interface HereOptions {
  /** A path to images of one's own that experiments name. */
  readonly ownData?: string | undefined;
  /** Where it begins, one of many. */
  readonly shard?: Shard | undefined;
  /** A folder for what TensorBoard shows of the runs. */
  readonly tensorBoard?: string | undefined;
  /** As a job has it. */
  readonly retestAlways?: boolean | undefined;
}

/** Between two looks at what others have done in the folder. */
const OTHERS_MS = 2000;

class Here implements Crew {
  readonly words: string;
  readonly workforce: Workforce;
  readonly #folder: SweepFolder;
  readonly #pool: Pool;
  readonly #claims: Claims;
  readonly #shard: Shard | undefined;
  /** What goes with every run. */
  readonly #also: Pick<Job, 'tensorBoard' | 'retestAlways'>;
  readonly #waits: () => void;
  #stopped = false;

  /** @param waits called once, when others train all runs that are left */
  constructor(
    folder: SweepFolder,
    workforce: Workforce,
    { ownData, shard, tensorBoard, retestAlways, waits }: HereOptions & { readonly waits: () => void },
  ) {
    const { processes, threads } = workforce;
    this.words = `on ${counted(processes, 'process', 'processes')} ${threads === undefined ? 'on a GPU' : `of ${counted(threads, 'thread')}`}`;
    this.workforce = workforce;
    this.#folder = folder;
    this.#pool = new Pool(folder.path, workforce, ownData);
    this.#claims = new Claims(folder.path);
    this.#shard = shard;
    this.#also = { tensorBoard, retestAlways };
    this.#waits = once(waits);
  }

  async measure(runs: readonly Experiment[]): Promise<readonly (Measured | undefined)[]> {
    const jobs = runs.map((experiment): Job => ({ kind: 'measure', experiment }));
    const measured = new Map<Job, Measured>();
    let problem: string | undefined;
    const next = jobs.values();
    await this.#pool.work(() => next.next().value, {
      begun: () => undefined,
      progress: () => undefined,
      ended: (job, end) => {
        if (end.kind === 'measured') measured.set(job, end.measured);
        else if (end.kind === 'failed') {
          problem ??= end.message;
          this.#pool.stop();
        }
      },
    });
    if (problem !== undefined) throw new Error(problem);
    return jobs.map((job) => measured.get(job));
  }

  async train(runs: readonly Experiment[], listener: CrewListener): Promise<void> {
    const waiting = inTurn(runs, this.#shard).values();
    const next = async (): Promise<Job | undefined> => {
      for (const experiment of waiting)
        if (await this.#claim(experiment, listener)) return { kind: 'run', experiment, ...this.#also };
      return undefined;
    };
    let begun = 0;
    await this.#pool.work(next, {
      begun: ({ experiment }) => {
        begun++;
        listener.begun(experiment);
      },
      progress: ({ experiment }, { progress }) => listener.progress(experiment, progress),
      ended: ({ experiment }, end) => this.#ended(experiment, end, listener),
    });
    if (begun > 0 || this.#stopped) return;
    this.#waits();
    await new Promise((resolve) => setTimeout(resolve, OTHERS_MS));
    listener.found((await this.#folder.finished()).runs);
  }

  stop(): void {
    this.#stopped = true;
    this.#pool.stop();
  }

  async end(): Promise<void> {
    this.#pool.close();
    await this.#claims.end();
  }

  /** Another one may be at the run, or have finished it a moment ago. */
  async #claim(experiment: Experiment, listener: CrewListener): Promise<boolean> {
    const name = fileName(experiment);
    if (!(await this.#claims.take(name))) return false;
    if (!(await this.#folder.has(experiment))) return true;
    await this.#claims.close(name);
    listener.found((await this.#folder.finished()).runs);
    return false;
  }

  async #ended(experiment: Experiment, end: JobEnd, listener: CrewListener): Promise<void> {
    const name = fileName(experiment);
    if (!(await listener.ended(experiment, end))) return this.#claims.release(name);
    await this.#folder.checkpointOf(experiment).remove();
    return this.#claims.close(name);
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
