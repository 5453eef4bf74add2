/**
 * One run as a file: what `npm run train` and `npm run sweep` write, what the page exports and imports. Plain columns
 * under Keras's names, so that a notebook reads it without us. Fields are added, never given another meaning.
 */
import type { Experiment } from '../spec/experiment.ts';
import type { UsedData } from '../spec/usedData.ts';
import type { CurvePoint, EpochResult, Fork, Outcome, Recalibrated, Score } from '../training/events.ts';

export const RUN_FILE_FORMAT = 'norm-playground/run/1';
/** Several runs: `{ format, runs: [RunFile, …] }`. */
export const RUNS_FILE_FORMAT = 'norm-playground/runs/1';
/** In one file. */
export const MOST_RUNS = 2000;
/** What archives of ours call the file that holds all runs. */
export const RUNS_IN_ZIP = 'runs.json';
/** What a sweep's folder calls the one that has a file a run. */
export const RUNS_FOLDER = 'runs';

export interface RunFile {
  readonly format: typeof RUN_FILE_FORMAT;
  readonly name: string;
  /** What its owner wrote about it. */
  readonly notes?: string;
  /** Its data set is the one that was used. */
  readonly experiment: Experiment;
  /** That data set in full, and where it is not the one asked for, why. */
  readonly data?: UsedData;
  readonly fork?: Fork;
  /** A value an epoch, under Keras's names; accuracies are fractions. */
  readonly history: Readonly<Record<'loss' | 'acc' | 'val_loss' | 'val_acc', readonly number[]>>;
  /** Training images seen by the end of each epoch. */
  readonly epochs: { readonly images: readonly number[] };
  /** The curve: training images seen, updates, milliseconds of training, and the means since the point before. */
  readonly steps: Readonly<Record<'images' | 'step' | 'ms' | 'loss' | 'acc', readonly number[]>>;
  /** null for a run that did not get that far. */
  readonly test: Score | null;
  /** Where moving statistics had not settled: the test with others, and of how many training images they are. */
  readonly recalibrated?: Recalibrated;
  /** The same where they had settled, of runs that were asked to. */
  readonly retested?: Recalibrated;
  readonly outcome: Outcome['kind'];
  /** The step at which a run diverged. */
  readonly divergedAt?: number;
  /** What a run that diverged or failed said of it. */
  readonly message?: string;
  /** 'CPU (WASM relaxed SIMD) · 2 threads' */
  readonly engine: string;
  /** null where the engine has none to speak of, or it is not known. */
  readonly threads: number | null;
  /** What it ran on, where a terminal wrote the file: 'AMD EPYC, 2 cores, 23.5 GB memory, linux x64, Node v24.1.0' */
  readonly machine?: string;
  /** Of training, or where it is known of everything; null where it was not measured. */
  readonly seconds: number | null;
  /** See weightsSha256 in training/train.ts; null for a run without final weights. */
  readonly weightsSha256: string | null;
}

/** A run as it is in memory, whoever trained it. */
export interface RunResult {
  readonly name: string;
  readonly notes?: string;
  /** Its data set is the one that was used. */
  readonly experiment: Experiment;
  readonly data?: UsedData;
  readonly fork?: Fork;
  readonly history: readonly EpochResult[];
  readonly points: readonly CurvePoint[];
  readonly outcome: Outcome;
  readonly engine: string;
  readonly threads: number | null;
  readonly machine?: string;
  readonly seconds: number | null;
  readonly weightsSha256: string | null;
}

export function toRunFile({ history, points, outcome, ...rest }: RunResult): RunFile {
  const column = <T, K extends keyof T>(rows: readonly T[], key: K) => rows.map((row) => row[key]);
  return {
    format: RUN_FILE_FORMAT,
    name: rest.name,
    ...(rest.notes ? { notes: rest.notes } : {}),
    experiment: rest.experiment,
    ...(rest.data && { data: rest.data }),
    ...(rest.fork && { fork: rest.fork }),
    history: {
      loss: column(history, 'loss'),
      acc: column(history, 'acc'),
      val_loss: column(history, 'val_loss'),
      val_acc: column(history, 'val_acc'),
    },
    epochs: { images: column(history, 'images') },
    steps: {
      images: column(points, 'images'),
      step: column(points, 'step'),
      ms: column(points, 'ms'),
      loss: column(points, 'loss'),
      acc: column(points, 'acc'),
    },
    test: outcome.kind === 'finished' ? outcome.test : null,
    ...(outcome.kind === 'finished' && outcome.recalibrated && { recalibrated: outcome.recalibrated }),
    ...(outcome.kind === 'finished' && outcome.retested && { retested: outcome.retested }),
    outcome: outcome.kind,
    ...(outcome.kind === 'diverged' && { divergedAt: outcome.step }),
    ...('message' in outcome && { message: outcome.message }),
    engine: rest.engine,
    threads: rest.threads,
    ...(rest.machine && { machine: rest.machine }),
    seconds: rest.seconds,
    weightsSha256: rest.weightsSha256,
  };
}

/** The run with a point of its curve an epoch, of the epoch's means: a file of 2 KB for a repository. */
export function atEpochs({ points, history, ...run }: RunResult): RunResult {
  const ends = points.flatMap((point) => {
    const epoch = history.find(({ images }) => images === point.images);
    return epoch ? [{ ...point, loss: epoch.loss, acc: epoch.acc }] : [];
  });
  return { ...run, history, points: ends };
}
