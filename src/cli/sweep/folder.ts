/**
 * A sweep's folder: `runs/` with a file a run, which the page imports, and what is said over all of them beside it.
 * What a run trains is told by its content,
 * never by its name, so files may be renamed, and another sweep into the same folder finds what it shares.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { groupedBy, groupKey, oneASeed } from '../../results/groups.ts';
import { readRunFile } from '../../results/readRunFile.ts';
import { type RunResult, toRunFile } from '../../results/runFile.ts';
import { methodName } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import type { UsedData } from '../../spec/usedData.ts';
import { UsageError } from '../options.ts';
import { writeWhole } from '../writeWhole.ts';
import { CheckpointFile } from './checkpoints.ts';

const RUNS = 'runs';
const CHECKPOINTS = 'checkpoints';

/** Equal for runs that give the same numbers: all settings, the seed and the images. */
export const runKey = (experiment: Experiment, data?: UsedData): string =>
  `${groupKey({ experiment, data })} seed ${experiment.seed}`;

export class SweepFolder {
  readonly path: string;

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

  /** Whether another sweep has finished the run since `finished` was asked. */
  async has(experiment: Experiment): Promise<boolean> {
    const found = await stat(join(this.path, RUNS, `${fileName(experiment)}.json`)).catch(() => undefined);
    return found?.isFile() ?? false;
  }

  /**
   * The runs that came to an end, by `runKey`: a diverged one would diverge again. Files that are no run are named in
   * `unreadable`, and stay.
   */
  async finished(): Promise<{ runs: Map<string, RunResult>; unreadable: string[] }> {
    const ended: RunResult[] = [];
    const unreadable: string[] = [];
    const names = await readdir(join(this.path, RUNS));
    for (const name of names.filter((each) => each.endsWith('.json')).sort()) {
      for (const run of await this.#read(name, unreadable)) {
        const { kind } = run.outcome;
        const whole = run.fork === undefined && (kind === 'finished' || kind === 'diverged');
        if (whole) ended.push(run);
      }
    }
    const byKey = groupedBy(ended, ({ experiment, data }) => runKey(experiment, data));
    const counted = [...byKey].flatMap(([key, same]) =>
      oneASeed(same, ({ outcome }) => outcome).map((run) => [key, run] as const),
    );
    return { runs: new Map(counted), unreadable };
  }

  async #read(name: string, unreadable: string[]): Promise<readonly RunResult[]> {
    try {
      const read = readRunFile(JSON.parse(await readFile(join(this.path, RUNS, name), 'utf8')));
      if ('results' in read) return read.results;
      unreadable.push(`${name}: ${read.problem}`);
    } catch (error) {
      unreadable.push(`${name}: ${(error as Error).message}`);
    }
    return [];
  }

  writeRun(run: RunResult): Promise<void> {
    return this.write(join(RUNS, `${fileName(run.experiment)}.json`), `${JSON.stringify(toRunFile(run))}\n`);
  }

  write(name: string, text: string): Promise<void> {
    return writeWhole(join(this.path, name), text);
  }

  checkpointOf(experiment: Experiment): CheckpointFile {
    return checkpointIn(this.path, experiment);
  }
}

/** Where a run of the sweep into that folder leaves its checkpoints. */
export const checkpointIn = (folder: string, experiment: Experiment): CheckpointFile =>
  new CheckpointFile(join(folder, CHECKPOINTS, `${fileName(experiment)}.bin`), runKey(experiment));

/** 'gn-32-ws.batch-2.seed-1.3f9a1c07': for a person, and a sum over all settings so that no two are the same. */
export function fileName(experiment: Experiment): string {
  const method = methodName(experiment)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
  const sum = createHash('sha256').update(runKey(experiment)).digest('hex').slice(0, 8);
  return `${method}.batch-${experiment.batch}.seed-${experiment.seed}.${sum}`;
}
