/** Numbers of the table, as it prints them. */

import { latestMean } from '../../../curves/latest.ts';
import { describeSpread } from '../../../results/groups.ts';
import { judgedTest } from '../../../results/judged.ts';
import { rate } from '../../../spec/numbers.ts';
import { isSettled, shareAfter } from '../../../spec/warmUp.ts';
import type { RunRecord } from '../../../store/run.ts';

/** '85.4 %' */
export const accuracyText = (value: number | undefined): string => spread([value]);

/** In training, over the latest tenth of the curve. */
export const recentAccuracy = (points: RunRecord['points']): number | undefined => latestMean(points, 'acc');

/** Images a second, as it said last; of a run from elsewhere as its curve has it. */
export function imagesPerSecond({ progress, points, fork }: RunRecord): number | undefined {
  if (progress) return progress.imagesPerSecond || undefined;
  const { images = 0, ms = 0 } = points.at(-1) ?? {};
  return ms > 0 && !fork ? (1000 * images) / ms : undefined;
}

export function speed(run: RunRecord): string {
  const images = imagesPerSecond(run);
  return images === undefined ? '–' : rate(images);
}

/** What it was tested at with statistics that had not settled; undefined of any other run. */
export function rawAccuracy(run: RunRecord): number | undefined {
  const judged = run.status.kind === 'finished' ? judgedTest(run, run.status) : undefined;
  return judged && 'raw' in judged ? judged.raw : undefined;
}

/** After the last epoch; raw where moving statistics had not settled by then. */
export function validation(run: RunRecord): { readonly accuracy: number; readonly raw: boolean } | undefined {
  const epoch = run.history.at(-1);
  if (!epoch) return undefined;
  const step = run.points.findLast(({ images }) => images <= epoch.images)?.step ?? 0;
  return { accuracy: epoch.val_acc, raw: !isSettled(shareAfter(run, step)) };
}

/** '85.4 ± 0.6 %', over those that there are: the mean and the deviation between seeds. */
export const spread = (values: readonly (number | undefined)[]): string =>
  describeSpread({ accuracies: values.filter((value) => value !== undefined) });
