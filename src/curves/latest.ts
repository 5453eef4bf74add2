/** A line's latest values in a sentence: the chart for those who cannot see it. */
import { grouped } from '../spec/numbers.ts';
import { type CurveRun, type Metric, seenImages } from './curveRun.ts';
import type { Line } from './lines.ts';
import { formatMetric } from './metricWords.ts';

/**
 * 'BN · seed 1: training loss 0.512 after 6,000 images, validation loss 0.498 after epoch 1.'; of several seeds their
 * means, the validation's after the last epoch that all of them have finished.
 * @param runs that have points
 */
export function latestOf({ name, runs }: Line, metric: Metric, word: string): string {
  const who = runs.length > 1 ? `${name}, mean` : name;
  const training = mean(runs.map(({ points }) => points.at(-1)?.[metric] ?? Number.NaN));
  const sentence = `${who}: training ${word} ${formatMetric(metric, training)} after ${imagesOf(runs)} images`;
  const epoch = Math.min(...runs.map(({ history }) => history.at(-1)?.epoch ?? 0));
  const validation = runs.flatMap(({ history }) => history.find((one) => one.epoch === epoch) ?? []);
  if (validation.length < runs.length) return `${sentence}.`;
  const value = mean(validation.map((one) => one[`val_${metric}`]));
  return `${sentence}, validation ${word} ${formatMetric(metric, value)} after epoch ${epoch}.`;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** '6,000', or where the seeds are not equally far '5,200 to 6,000'. */
function imagesOf(runs: readonly CurveRun[]): string {
  const seen = runs.map(seenImages);
  const [least, most] = [Math.min(...seen), Math.max(...seen)].map((images) => grouped(images));
  return least === most ? `${most}` : `${least} to ${most}`;
}
