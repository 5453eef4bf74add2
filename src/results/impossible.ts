/** What no training gives, whatever a file or a link says: told before it stands in a table or a chart. */
import { grouped } from '../spec/numbers.ts';
import type { Score } from '../training/events.ts';
import { type Origin, scheduleOf } from '../training/schedule.ts';
import type { RunResult } from './runFile.ts';

/** @returns the first thing that is wrong, by the names of a run's file: 'test.acc: 123.45 is not from 0 to 1' */
export function impossible(
  run: Pick<RunResult, 'experiment' | 'fork' | 'history' | 'points' | 'outcome'>,
): string | undefined {
  return wrongOutcome(run.outcome, run.experiment) ?? wrongColumns(run) ?? wrongLength(run);
}

/** A loss that is no number is that of a run that diverged. */
const isLoss = (loss: number): boolean => Number.isNaN(loss) || loss >= 0;
const isFraction = (acc: number): boolean => acc >= 0 && acc <= 1;

const wrongLoss = (path: string, loss: number): string | undefined =>
  isLoss(loss) ? undefined : `${path}: ${loss} is not a number from 0 on`;
const wrongFraction = (path: string, acc: number): string | undefined =>
  isFraction(acc) ? undefined : `${path}: ${acc} is not a number from 0 to 1`;
const wrongScore = (path: string, score: Score | undefined): string | undefined =>
  score && (wrongLoss(`${path}.loss`, score.loss) ?? wrongFraction(`${path}.acc`, score.acc));

function wrongOutcome(
  outcome: RunResult['outcome'],
  { images }: RunResult['experiment'],
): string | undefined {
  if (outcome.kind !== 'finished') return undefined;
  const { test, recalibrated, retested } = outcome;
  const mostImages = (path: string, found = 0): string | undefined =>
    found > images ? tooMany(path, found, images, 'training images') : undefined;
  return (
    mostImages('recalibrated.images', recalibrated?.images) ??
    mostImages('retested.images', retested?.images) ??
    wrongScore('test', test) ??
    wrongScore('recalibrated.test', recalibrated?.test) ??
    wrongScore('recalibrated.validation', recalibrated?.validation) ??
    wrongScore('retested.test', retested?.test) ??
    wrongScore('retested.validation', retested?.validation)
  );
}

function wrongColumns({ history, points }: Pick<RunResult, 'history' | 'points'>): string | undefined {
  const wrongIn = <K extends string>(
    group: string,
    rows: readonly Readonly<Record<K, number>>[],
    losses: readonly K[],
    accs: readonly K[],
  ) => {
    for (const [i, row] of rows.entries()) {
      for (const key of losses) if (!isLoss(row[key])) return wrongLoss(`${group}.${key}.${i}`, row[key]);
      for (const key of accs)
        if (!isFraction(row[key])) return wrongFraction(`${group}.${key}.${i}`, row[key]);
    }
    return undefined;
  };
  return (
    wrongIn('history', history, ['loss', 'val_loss'], ['acc', 'val_acc']) ??
    wrongIn('steps', points, ['loss'], ['acc'])
  );
}

/** A curve, or a history, that goes on after its experiment has ended. */
function wrongLength({
  experiment,
  fork,
  history,
  points,
  outcome,
}: Parameters<typeof impossible>[0]): string | undefined {
  const { images, batch, epochs } = experiment;
  const total = images * epochs;
  const share = fork?.initialShare ?? 0;
  if (!isFraction(share)) return wrongFraction('fork.initialShare', share);
  if (fork && fork.images > total) return tooMany('fork.images', fork.images, total, 'training images');
  // Of a fork the steps before it were of other batches.
  const origin: Origin = { step: fork?.step ?? 0, images: fork?.images ?? 0 };
  const steps = scheduleOf(images, batch, epochs, origin).totalSteps;
  const last = points.at(-1);
  if (history.length > epochs) return tooMany('history', history.length, epochs, 'epochs');
  const seen = history.at(-1)?.images ?? 0;
  if (seen > total) return tooMany('epochs.images', seen, total, 'training images');
  if (last && last.images > total) return tooMany('steps.images', last.images, total, 'training images');
  if (last && last.step > steps) return tooMany('steps.step', last.step, steps, 'updates');
  if (outcome.kind === 'diverged' && outcome.step > steps)
    return tooMany('divergedAt', outcome.step, steps, 'updates');
  return undefined;
}

const tooMany = (path: string, found: number, most: number, what: string): string =>
  `${path}: ${grouped(found)} is more than the experiment's ${grouped(most)} ${what}`;
