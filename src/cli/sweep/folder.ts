/**
 * A sweep's folder: `plan.json`, `runs/` with a file a run, which the page imports, and what is said over all of them
 * beside it. What a run trains is told by its content, never by its name, so files may be renamed, and a larger plan
 * for the same folder finds what it shares.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { groupedBy, oneASeed } from '../../results/groups.ts';
import { readRunFile } from '../../results/readRunFile.ts';
import { type RunResult, toRunFile } from '../../results/runFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { UsageError } from '../options.ts';
import { unfinishedName, writeWhole } from '../writeWhole.ts';
import { CheckpointFile } from './checkpoints.ts';
import { CLAIMS } from './claims.ts';
import { fileName, runKey } from './names.ts';
import { includes, PLAN_FILE, type Planned, printPlan, readPlanFile } from './planFile.ts';
import { programWords } from './program.ts';

const RUNS = 'runs';
const CHECKPOINTS = 'checkpoints';

/** What a file of `runs/` said when it was read last. */
interface Known {
  /** Of the file as it was then. */
  readonly version: string;
  readonly runs: readonly RunResult[];
  /** Why it is no run. */
  readonly problem?: string;
}

export class SweepFolder {
  readonly path: string;
  readonly #known = new Map<string, Known>();

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws UsageError if it cannot be made */
  static async open(path: string): Promise<SweepFolder> {
    try {
      await mkdir(join(path, RUNS), { recursive: true });
    } catch (error) {
      throw new UsageError(`--out: ${path} cannot be made a folder (${(error as Error).message})`);
    }
    return new SweepFolder(path);
  }

  /**
   * What is to be trained here; undefined where nobody has planned anything.
   * @param openData makes images of one's own known, whose path the plan has
   * @throws UsageError where it cannot be read
   */
  async planned(openData?: (path: string) => Promise<unknown>): Promise<Planned | undefined> {
    const file = join(this.path, PLAN_FILE);
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new UsageError(`--out: ${file} cannot be read (${error.message})`);
    });
    return text === undefined ? undefined : readPlanFile(text, file, await programWords(), openData);
  }

  /**
   * Makes the plan the folder's. One that asks for more takes the place of that which is there, one that asks for part
   * of it leaves it.
   * @throws UsageError where the folder has another sweep's, or cannot be written
   */
  async plan(planned: Planned): Promise<void> {
    const file = join(this.path, PLAN_FILE);
    const text = printPlan(planned, await programWords());
    try {
      if (await writeFirst(file, text)) return;
      const there = await this.planned();
      if (there && includes(there.plan, planned.plan)) return;
      if (there && !includes(planned.plan, there.plan))
        throw new UsageError(
          `--out: ${this.path} has the plan of another sweep, ${there.plan.rows.map(({ name }) => name).join(', ')}: take another folder, or ask for its runs, too`,
        );
      await writeWhole(file, text);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`--out: ${file} cannot be written (${(error as Error).message})`);
    }
  }

  /**
   * Whether a worker has finished the run since `finished` was asked. A file in its place that is not that run is moved
   * out of the way.
   */
  async has(experiment: Experiment): Promise<boolean> {
    const name = `${fileName(experiment)}.json`;
    const file = join(this.path, RUNS, name);
    const found = await stat(file).catch(() => undefined);
    if (!found) return false;
    const key = runKey(experiment);
    const { runs } = await this.#read(name);
    if (runs.some((run) => ended(run) && runKey(run.experiment, run.data) === key)) return true;
    await rename(
      file,
      join(this.path, RUNS, `${fileName(experiment)}.other-${randomUUID().slice(0, 8)}.json`),
    );
    return false;
  }

  /** Removes what workers that were killed left of runs that are finished. */
  async tidy(finished: Iterable<RunResult>): Promise<void> {
    const done = new Set([...finished].map(({ experiment }) => fileName(experiment)));
    for (const within of [RUNS, CHECKPOINTS, CLAIMS])
      for (const name of await readdir(join(this.path, within)).catch(() => [])) {
        const [, run = ''] = /^(.*)(?:\.\d+|\.bin|\.(?:bin|json)\.[^.]+\.tmp)$/.exec(name) ?? [];
        if (done.has(run)) await rm(join(this.path, within, name), { force: true });
      }
  }

  /**
   * The runs that came to an end, by `runKey`: a diverged one would diverge again. Files that are no run are named in
   * `unreadable`, and stay.
   */
  async finished(): Promise<{ runs: Map<string, RunResult>; unreadable: string[] }> {
    const names = (await readdir(join(this.path, RUNS))).filter((each) => each.endsWith('.json')).sort();
    const runs: RunResult[] = [];
    const unreadable: string[] = [];
    for (const name of names) {
      const known = await this.#read(name);
      runs.push(...known.runs.filter(ended));
      if (known.problem !== undefined) unreadable.push(`${name}: ${known.problem}`);
    }
    const byKey = groupedBy(runs, ({ experiment, data }) => runKey(experiment, data));
    const counted = [...byKey].flatMap(([key, same]) =>
      oneASeed(same, ({ outcome }) => outcome).map((run) => [key, run] as const),
    );
    return { runs: new Map(counted), unreadable };
  }

  /** Reads only what has changed since it was read last. */
  async #read(name: string): Promise<Known> {
    const file = join(this.path, RUNS, name);
    try {
      const { mtimeMs, size, ino } = await stat(file);
      const version = `${ino} ${size} ${mtimeMs}`;
      const known = this.#known.get(name);
      if (known?.version === version) return known;
      const read = readRunFile(JSON.parse(await readFile(file, 'utf8')));
      const now: Known =
        'results' in read ? { version, runs: read.results } : { version, runs: [], problem: read.problem };
      this.#known.set(name, now);
      return now;
    } catch (error) {
      return { version: '', runs: [], problem: (error as Error).message };
    }
  }

  writeRun(run: RunResult): Promise<void> {
    return this.write(join(RUNS, `${fileName(run.experiment)}.json`), `${JSON.stringify(toRunFile(run))}\n`);
  }

  write(name: string, text: string | Uint8Array): Promise<void> {
    return writeWhole(join(this.path, name), text);
  }

  checkpointOf(experiment: Experiment): CheckpointFile {
    return checkpointIn(this.path, experiment);
  }
}

const ended = ({ fork, outcome: { kind } }: RunResult): boolean =>
  fork === undefined && (kind === 'finished' || kind === 'diverged');

/** Where a run of the sweep into that folder leaves its checkpoints. */
export const checkpointIn = (folder: string, experiment: Experiment): CheckpointFile =>
  new CheckpointFile(join(folder, CHECKPOINTS, `${fileName(experiment)}.bin`), runKey(experiment));

/** Writes a file that is not there yet, whole at once. @returns whether it was not; of several who ask, one is told so */
async function writeFirst(file: string, text: string): Promise<boolean> {
  const unfinished = unfinishedName(file);
  try {
    await writeFile(unfinished, text, { flush: true });
    await link(unfinished, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // A file system without hard links: whole at once is all that is lost.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    return await writeFile(file, text, { flag: 'wx' }).then(
      () => true,
      (again: NodeJS.ErrnoException) => {
        if (again.code === 'EEXIST') return false;
        throw again;
      },
    );
  } finally {
    await rm(unfinished, { force: true });
  }
}
