/** What a plot may have on its y axis: results of finished runs, each with the words and the axis it needs. */
import { judgedTest } from '../results/judged.ts';
import type { RunResult } from '../results/runFile.ts';
import { decimal, grouped, percent, percentage, significant } from '../spec/numbers.ts';
import { isSettled, shareAfter } from '../spec/warmUp.ts';
import type { EpochResult, Finished, Score } from '../training/events.ts';

/** Of one run. */
export interface Reading {
  readonly value?: number;
  /** With moving statistics that had not settled: it says little about what was learned. */
  readonly raw?: number;
}

interface Unit {
  /** In words, after the number: '86.4 %'. */
  tell(value: number): string;
  /** At the axis. */
  tick(value: number): string;
  /** What its axis is called after the measure: 'test accuracy, %'. */
  readonly suffix: string;
  /** Values are drawn times this in a figure. */
  readonly scale: number;
  readonly most: number;
}

const SHARE: Unit = {
  tell: (value) => percent(value),
  tick: (value) => `${Number(percentage(value))} %`,
  suffix: ', %',
  scale: 100,
  most: 1,
};
const NATS: Unit = {
  tell: (value) => decimal(value, 3),
  tick: (value) => significant(value, 3),
  suffix: ', nats',
  scale: 1,
  most: Infinity,
};
const SECONDS: Unit = {
  tell: (value) => `${significant(value, 3)} s`,
  tick: (value) => significant(value, 3),
  suffix: ', s',
  scale: 1,
  most: Infinity,
};
const SPEED: Unit = {
  tell: (value) => `${grouped(value, value < 10 ? 1 : 0)} a second`,
  tick: (value) => significant(value, 3),
  suffix: '',
  scale: 1,
  most: Infinity,
};

export interface Measure {
  /** 'Test accuracy' */
  readonly label: string;
  readonly unit: Unit;
  read(run: RunResult, outcome: Finished): Reading;
}

/** The test that the run is judged by, and what was tested with statistics that had not settled. */
function tested(run: RunResult, outcome: Finished, of: keyof Score): Reading {
  const { kind } = judgedTest(run, outcome);
  const raw = outcome.test[of];
  if (kind === 'unsettled') return { raw };
  return outcome.recalibrated ? { value: outcome.recalibrated.test[of], raw } : { value: raw };
}

/** After the last epoch, as above. */
function validated(run: RunResult, outcome: Finished, of: keyof Score): Reading {
  const epoch = run.history.at(-1);
  if (!epoch) return {};
  const raw = epoch[`val_${of}`];
  const again = outcome.recalibrated?.validation;
  if (again) return { value: again[of], raw };
  const step = run.points.findLast(({ images }) => images <= epoch.images)?.step ?? 0;
  return isSettled(shareAfter(run, step)) ? { value: raw } : { raw };
}

const ofLastEpoch = (of: keyof EpochResult) => (run: RunResult) => reading(run.history.at(-1)?.[of]);
const reading = (value: number | null | undefined): Reading =>
  value === null || value === undefined ? {} : { value };

/** Of a fork from where it left its parent is not known apart. */
function imagesPerSecond({ points, fork }: RunResult): Reading {
  const { images = 0, ms = 0 } = points.at(-1) ?? {};
  return ms > 0 && !fork ? { value: (1000 * images) / ms } : {};
}

export const MEASURES = {
  test: { label: 'Test accuracy', unit: SHARE, read: (run, end) => tested(run, end, 'acc') },
  rawTest: { label: 'Raw test accuracy', unit: SHARE, read: (_, { test }) => ({ value: test.acc }) },
  testLoss: { label: 'Test loss', unit: NATS, read: (run, end) => tested(run, end, 'loss') },
  validation: {
    label: 'Validation accuracy',
    unit: SHARE,
    read: (run, end) => validated(run, end, 'acc'),
  },
  validationLoss: {
    label: 'Validation loss',
    unit: NATS,
    read: (run, end) => validated(run, end, 'loss'),
  },
  training: { label: 'Training accuracy', unit: SHARE, read: ofLastEpoch('acc') },
  trainingLoss: { label: 'Training loss', unit: NATS, read: ofLastEpoch('loss') },
  seconds: { label: 'Seconds of training', unit: SECONDS, read: ({ seconds }) => reading(seconds) },
  speed: { label: 'Images a second', unit: SPEED, read: imagesPerSecond },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureKey = keyof typeof MEASURES;

export const isMeasure = (value: unknown): value is MeasureKey =>
  typeof value === 'string' && Object.hasOwn(MEASURES, value);

/** What the runs of a group read, those that are numbers. */
export function readingsOf(runs: readonly RunResult[], key: MeasureKey) {
  const { read }: Measure = MEASURES[key];
  const readings = runs.map((run) => (run.outcome.kind === 'finished' ? read(run, run.outcome) : {}));
  const numbers = (of: keyof Reading): number[] =>
    readings.flatMap((one: Reading) => {
      const value = one[of];
      return value !== undefined && Number.isFinite(value) ? [value] : [];
    });
  return { values: numbers('value'), raw: numbers('raw') };
}
