/** Numbers of the table, as it prints them. */
import { judgedTest } from '../../../results/judged.ts';
import { mean, standardDeviation } from '../../../results/statistics.ts';
import type { RunRecord } from '../../../store/run.ts';
import { formatRate } from '../../../store/status.ts';

export const fraction = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));

/** Over the latest tenth of the curve: one window of a small batch is noise. */
export function recentAccuracy(points: RunRecord['points']): number | undefined {
  const recent = points.slice(-Math.max(1, Math.ceil(points.length / 10)));
  const from = points.at(-recent.length - 1)?.images ?? 0;
  const to = recent.at(-1)?.images ?? 0;
  let before = from;
  let correct = 0;
  for (const { images, acc } of recent) {
    correct += acc * (images - before);
    before = images;
  }
  return to > from ? correct / (to - from) : undefined;
}

export const rate = ({ progress }: RunRecord): string =>
  progress && progress.imagesPerSecond > 0 ? formatRate(progress.imagesPerSecond) : '–';

/** What it is judged by, undefined where that is nothing. */
export function testAccuracy(run: RunRecord): number | undefined {
  const judged = run.status.kind === 'finished' ? judgedTest(run, run.status) : undefined;
  return judged?.kind === 'unsettled' ? undefined : judged?.accuracy;
}

/** What it was tested at with statistics that had not settled; undefined of any other run. */
export function rawAccuracy(run: RunRecord): number | undefined {
  const judged = run.status.kind === 'finished' ? judgedTest(run, run.status) : undefined;
  return judged && 'raw' in judged ? judged.raw : undefined;
}

/** '0.854 ± 0.006', over those that there are: the mean and the deviation between seeds. */
export function spread(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return '–';
  const deviation = standardDeviation(known);
  return deviation === undefined
    ? fraction(mean(known))
    : `${fraction(mean(known))} ± ${fraction(deviation)}`;
}
