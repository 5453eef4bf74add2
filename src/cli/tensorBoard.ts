/**
 * `--tensorboard DIR`: a folder a run, which TensorBoard reads while it is written. A run's file grows by whole records;
 * one that is cut short is written anew when the run goes on.
 */
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildNetwork } from '../network/build.ts';
import { eventFile, eventFileName, isWhole, RunEvents } from '../report/tensorBoard/events.ts';
import type { RunResult } from '../results/runFile.ts';
import type { Experiment } from '../spec/experiment.ts';
import { specOf } from '../spec/usedData.ts';
import type { Checkpoint, TrainingEvent } from '../training/events.ts';
import { UsageError } from './options.ts';
import { fileName } from './sweep/names.ts';
import { checkWritable } from './writeWhole.ts';

const OPTION = 'tensorboard';
export const TENSORBOARD_OPTIONS = [OPTION];

/** The folder, made if it is not there. @throws UsageError where nothing can be written in it */
export async function readTensorBoard(pairs: ReadonlyMap<string, string>): Promise<string | undefined> {
  const folder = pairs.get(OPTION);
  if (folder === undefined) return undefined;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--${OPTION}: ${folder} cannot be made a folder (${(error as Error).message})`);
  }
  await checkWritable(OPTION, join(folder, 'events'));
  return folder;
}

export const describeTensorBoard = (folder: string): string =>
  `wrote ${folder}: 'tensorboard --logdir ${folder}' shows it`;

const secondsNow = (): number => Date.now() / 1000;

const isEventFile = (name: string): boolean => name.includes('tfevents');

/** One run's file, as the run goes. What cannot be written is said at its end, and stops no training. */
export class EventFile {
  readonly #folder: string;
  readonly #experiment: Experiment;
  #file = '';
  #events: RunEvents | undefined;
  #checkpoint: Checkpoint | undefined;
  #writing: Promise<void> = Promise.resolve();
  #problem: string | undefined;

  constructor(folder: string, experiment: Experiment) {
    this.#folder = join(folder, fileName(experiment));
    this.#experiment = experiment;
  }

  /** @param checkpoint where the run goes on from */
  begin(checkpoint: Checkpoint | undefined): void {
    const started = secondsNow() - (checkpoint?.trainedMs ?? 0) / 1000;
    const events = new RunEvents(this.#experiment, started);
    this.#events = events;
    this.#file = join(this.#folder, eventFileName(started));
    const { points = [], history = [] } = checkpoint ?? {};
    const content = events.opening(points, history);
    this.#write(async () => {
      await clear(this.#folder);
      await writeFile(this.#file, content);
    });
  }

  onEvent(event: TrainingEvent): void {
    if (event.kind === 'checkpoint') this.#checkpoint = event.checkpoint;
    else if (event.kind === 'epoch') this.#append(this.#events?.epoch(event.result));
    else if (event.points.length > 0) this.#append(this.#events?.curve(event.points));
  }

  /** @returns what could not be written, for a person */
  async end({ outcome }: RunResult): Promise<string | undefined> {
    const { data, parameters, step } = this.#checkpoint ?? {};
    const spec = specOf({ experiment: this.#experiment, data });
    const weights =
      spec && parameters && step !== undefined
        ? { network: buildNetwork(this.#experiment, spec), parameters, step }
        : undefined;
    this.#append(this.#events?.ending(outcome, weights, secondsNow()));
    await this.#writing;
    return this.#problem;
  }

  #append(content: Uint8Array | undefined): void {
    if (content) this.#write(() => appendFile(this.#file, content));
  }

  #write(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(async () => {
      if (this.#problem !== undefined) return;
      await write().catch((error: Error) => {
        this.#problem = `what TensorBoard shows of it could not be written: ${error.message}`;
      });
    });
  }
}

/** Writes the files of runs that ended without one. */
export async function writeMissing(folder: string, runs: Iterable<RunResult>): Promise<void> {
  for (const run of runs) {
    const ofRun = join(folder, fileName(run.experiment));
    if (await isThere(ofRun)) continue;
    await clear(ofRun);
    const [name, content] = eventFile(run, secondsNow());
    await writeFile(join(ofRun, name), content);
  }
}

async function isThere(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(names.filter(isEventFile).map((name) => readFile(join(folder, name))));
  return files.some(isWhole);
}

async function clear(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of (await readdir(folder)).filter(isEventFile))
    await rm(join(folder, name), { force: true });
}
