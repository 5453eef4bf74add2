/**
 * Reads runs from a file's JSON: one run, a list of runs, or a whole export. Anything may come in; what comes out is
 * runs that charts and statistics can take, or a sentence that says what is wrong.
 *
 * A setting outside its limits makes the run unreadable: with another value in its place the curve would stand under
 * an experiment that nobody trained. A field or setting that this version does not know is left out, with a note.
 *
 * Files written before there was a format have no updates, no times and no ends of epochs. The first and the last
 * follow from the experiment, for such a run had its whole schedule; times are 0, which charts by compute time show
 * as a point.
 */

import { runName } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { grouped } from '../spec/numbers.ts';
import { readUsedData } from '../spec/readDataSpec.ts';
import { cutText, MOST_OF_NAME, MOST_OF_NOTES, oneLine } from '../spec/text.ts';
import type { UsedData } from '../spec/usedData.ts';
import {
  describeMissing,
  describeMistake,
  describeProblem,
  isFieldKey,
  validateExperiment,
} from '../spec/validate.ts';
import type { CurvePoint, EpochResult, Fork, Outcome, Recalibrated, Score } from '../training/events.ts';
import { impossible } from './impossible.ts';
import { MOST_RUNS, RUN_FILE_FORMAT, RUNS_FILE_FORMAT, type RunResult } from './runFile.ts';
import { type ParsedRunFile, parseRunFile, runFileSchema, showValue } from './runFileSchema.ts';

const MAX_MESSAGE = 500;

export type ReadRuns =
  | {
      readonly results: readonly RunResult[];
      /** What was left out or cut, a sentence each. */
      readonly notes: readonly string[];
    }
  | { readonly problem: string };

/** @param input parsed JSON; never throws */
export function readRunFile(input: unknown): ReadRuns {
  const listed = listRuns(input);
  if ('problem' in listed) return listed;
  const results: RunResult[] = [];
  const notes = new Set<string>();
  let problem: string | undefined;
  for (const [i, run] of listed.runs.entries()) {
    const where = listed.runs.length > 1 ? `run ${i + 1}: ` : '';
    try {
      results.push(readRun(run, (note) => notes.add(note)));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problem ??= `${where}${error.message}`;
      notes.add(`${where}${error.message}; left out`);
    }
  }
  if (results.length === 0) return { problem: problem ?? 'there are no runs in it' };
  return { results, notes: [...notes] };
}

/** A mistake in a run, in words. */
class Unreadable extends Error {}

function listRuns(input: unknown): { readonly runs: readonly unknown[] } | { readonly problem: string } {
  if (Array.isArray(input)) return limited(input);
  if (typeof input !== 'object' || input === null) {
    return { problem: `this is not a run file: ${showValue(input)} is not a run or a list of runs` };
  }
  const { format, runs } = { format: undefined, runs: undefined, ...input };
  if (format === RUNS_FILE_FORMAT) {
    return Array.isArray(runs)
      ? limited(runs)
      : { problem: `runs: ${showValue(runs)} is not a list of runs` };
  }
  if (format === RUN_FILE_FORMAT || (format === undefined && 'experiment' in input)) return { runs: [input] };
  if (format === undefined) return { problem: 'this is not a run file: it has no format and no experiment' };
  if (typeof format === 'string' && /^norm-playground\/runs?\/\d+$/.test(format)) {
    return { problem: `format: ${showValue(format)} is of a newer version of the playground than this one` };
  }
  return { problem: `this is not a run file: format is ${showValue(format)}` };
}

function limited(
  runs: readonly unknown[],
): { readonly runs: readonly unknown[] } | { readonly problem: string } {
  if (runs.length <= MOST_RUNS) return { runs };
  return {
    problem: `${grouped(runs.length)} runs are more than the ${grouped(MOST_RUNS)} that can be read`,
  };
}

type Note = (note: string) => void;

function readRun(input: unknown, note: Note): RunResult {
  const read = parseRunFile(input);
  if ('problem' in read) throw new Unreadable(read.problem);
  const { file } = read;
  noteUnknown(input, note);
  const data = file.data ? readData(file.data) : undefined;
  const asked = readExperiment(file.experiment, 'experiment', note);
  const experiment = { ...asked, ...(data && { data: data.spec.id }), repeats: 1 };
  const missing = describeMissing(experiment);
  if (missing) note(`${missing}; its curves are shown`);
  const fork = file.fork && readFork(file.fork, note);
  const notes = cut(file.notes ?? '', MOST_OF_NOTES, 'notes', note);
  const { weightsSha256 = null } = file;
  const name = cut(oneLine(file.name ?? ''), MOST_OF_NAME, 'name', note);
  const result: RunResult = {
    name: name || runName(experiment),
    ...(notes && { notes }),
    experiment,
    ...(data && { data }),
    ...(fork && { fork }),
    history: readHistory(file, experiment),
    points: readPoints(file, experiment),
    outcome: readOutcome(file),
    engine: cutText(oneLine(file.engine ?? ''), MAX_MESSAGE),
    threads: file.threads ?? null,
    ...(file.machine && { machine: cutText(oneLine(file.machine), MAX_MESSAGE) }),
    seconds: file.seconds ?? null,
    weightsSha256,
  };
  const wrong = impossible(result);
  if (wrong !== undefined) throw new Unreadable(wrong);
  return result;
}

/** More of them are counted: a file may have a million. */
const MAX_UNKNOWN = 5;

function noteUnknown(input: unknown, note: Note): void {
  const known = new Set(Object.keys(runFileSchema.def.shape));
  const unknown = Object.keys(input ?? {}).filter((key) => !known.has(key));
  for (const key of unknown.slice(0, MAX_UNKNOWN))
    note(`${showValue(key)} is not a field of a run that this version knows; ignored`);
  const more = unknown.length - MAX_UNKNOWN;
  if (more > 0) note(`${grouped(more)} more fields that this version does not know; ignored`);
}

function readExperiment(input: Readonly<Record<string, unknown>>, where: string, note: Note): Experiment {
  const { value, problems } = validateExperiment(input, undefined, { trained: true });
  const unknown = problems.filter(({ path }) => !isFieldKey(path));
  const mistake = problems.find(({ path }) => isFieldKey(path));
  if (mistake) throw new Unreadable(`${where}.${describeMistake(mistake)}`);
  for (const problem of unknown.slice(0, MAX_UNKNOWN)) note(`${where}: ${describeProblem(problem)}`);
  const more = unknown.length - MAX_UNKNOWN;
  if (more > 0) note(`${where}: ${grouped(more)} more settings that this version does not know; ignored`);
  return value;
}

function readData(input: NonNullable<ParsedRunFile['data']>): UsedData {
  const read = readUsedData(input);
  if ('problem' in read) throw new Unreadable(`data.${read.problem}`);
  return read;
}

const readFork = (fork: NonNullable<ParsedRunFile['fork']>, note: Note): Fork => ({
  ...fork,
  parent: cutText(oneLine(fork.parent), MOST_OF_NAME),
  experiment: readExperiment(fork.experiment, 'fork.experiment', note),
});

function readHistory({ history, epochs }: ParsedRunFile, experiment: Experiment): EpochResult[] {
  const images = epochs?.images ?? history.loss.map((_, i) => (i + 1) * experiment.images);
  const columns = { ...history, images };
  sameLength(columns, 'history', 'loss');
  growing(images, 'epochs.images');
  return images.map((seen, i) => ({
    epoch: i + 1,
    images: seen,
    loss: history.loss[i] ?? Number.NaN,
    acc: history.acc[i] ?? Number.NaN,
    val_loss: history.val_loss[i] ?? Number.NaN,
    val_acc: history.val_acc[i] ?? Number.NaN,
  }));
}

function readPoints({ steps }: ParsedRunFile, experiment: Experiment): CurvePoint[] {
  const { images, loss, acc } = steps;
  sameLength(steps, 'steps', 'images');
  growing(images, 'steps.images');
  if (steps.step) growing(steps.step, 'steps.step');
  return images.map((seen, i) => ({
    images: seen,
    step: steps.step?.[i] ?? updatesAfter(seen, experiment),
    ms: steps.ms?.[i] ?? 0,
    loss: loss[i] ?? Number.NaN,
    acc: acc[i] ?? Number.NaN,
  }));
}

/** Whole epochs, whose last batch may be short, and the batches of the one under way. */
function updatesAfter(seen: number, { images, batch }: Experiment): number {
  return Math.floor(seen / images) * Math.ceil(images / batch) + Math.ceil((seen % images) / batch);
}

function readOutcome(file: ParsedRunFile): Outcome {
  const { test, recalibrated, retested, weightsSha256, steps } = file;
  const message = cutText(oneLine(file.message ?? ''), MAX_MESSAGE);
  const kind = file.outcome ?? (test ? 'finished' : 'stopped');
  switch (kind) {
    case 'finished': {
      if (!test) throw new Unreadable('test: a run that finished has a test score, found nothing');
      const score = ({ loss, acc }: typeof test): Score => ({ loss: loss ?? Number.NaN, acc });
      const again = ({ test, validation, images }: NonNullable<typeof recalibrated>): Recalibrated => ({
        test: score(test),
        ...(validation && { validation: score(validation) }),
        images,
      });
      return {
        kind,
        test: score(test),
        ...(recalibrated && { recalibrated: again(recalibrated) }),
        ...(retested && { retested: again(retested) }),
        ...(weightsSha256 && { weightsSha256 }),
      };
    }
    case 'diverged': {
      const step = file.divergedAt ?? steps.step?.at(-1) ?? 0;
      return { kind, step, message: message || 'diverged' };
    }
    case 'failed':
      return { kind, message: message || 'failed' };
    case 'stopped':
      return { kind };
    default:
      return kind satisfies never;
  }
}

/** @throws Unreadable, 'steps.loss: 12 values, but steps.images has 13' */
function sameLength(
  columns: Readonly<Record<string, readonly unknown[] | undefined>>,
  group: 'history' | 'steps',
  first: string,
): void {
  const length = columns[first]?.length;
  for (const [name, column] of Object.entries(columns)) {
    if (column === undefined || column.length === length) continue;
    const path = group === 'history' && name === 'images' ? 'epochs.images' : `${group}.${name}`;
    throw new Unreadable(`${path}: ${column.length} values, but ${group}.${first} has ${length}`);
  }
}

/** @throws Unreadable unless each value is above the one before it */
function growing(values: readonly number[], path: string): void {
  const at = values.findIndex((value, i) => i > 0 && value <= (values[i - 1] ?? 0));
  if (at > 0) throw new Unreadable(`${path}.${at}: ${values[at]} is not above ${values[at - 1]} before it`);
}

function cut(text: string, most: number, field: string, note: Note): string {
  if (text.length > most) note(`${field}: cut to ${grouped(most)} characters`);
  return cutText(text, most);
}
