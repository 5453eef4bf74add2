/** Which runs share a line: each its own, or those that differ in nothing but their seed. */
import { groupedBy, groupKey, oneASeed } from '../results/groups.ts';
import { grouped } from '../spec/numbers.ts';
import { type CurveRun, formatMetric, type Metric, seenImages } from './curveRun.ts';
import { latestMean } from './latest.ts';
import type { SeedView } from './view.ts';

export interface Line<R extends CurveRun = CurveRun> {
  readonly key: string;
  readonly name: string;
  readonly colour: number;
  readonly batch: number;
  /** Hidden ones too. */
  readonly runs: readonly R[];
}

/** In the order of their first runs. */
export function linesOf<R extends CurveRun>(runs: readonly R[], seeds: SeedView): Line<R>[] {
  if (seeds === 'lines') return runs.map((run) => lineOf(run.id, [run]));
  return [...groupedBy(runs, groupKey)].flatMap(([key, group]) => {
    const lines: Line<R>[] = [];
    // A seed trained twice is no second sample of anything: its other run belongs to a line of its own.
    for (let left: readonly R[] = group; left.length > 0; ) {
      const [first, ...others] = oneASeed(left, ({ status }) => status);
      if (!first) break;
      lines.push(lineOf(`${key}${lines.length}`, [first, ...others]));
      left = left.filter((run) => run !== first && !others.includes(run));
    }
    return lines;
  });
}

function lineOf<R extends CurveRun>(key: string, runs: readonly [R, ...R[]]): Line<R> {
  const [{ name, colour, experiment }] = runs;
  return { key, name: runs.length > 1 ? groupName(runs) : name, colour, batch: experiment.batch, runs };
}

/** 'GN(32)+WS · 3 seeds', from the first run's name: it may be one that its owner gave. */
function groupName([{ name, experiment }, ...others]: readonly [CurveRun, ...CurveRun[]]): string {
  const seed = ` · seed ${experiment.seed}`;
  return `${name.includes(seed) ? name.replace(seed, '') : name} · ${others.length + 1} seeds`;
}

/**
 * 'BN · seed 1: training loss 0.512 after 6,000 images, validation loss 0.498 after epoch 1.'; of several seeds their
 * means, the validation's after the last epoch that all of them have finished.
 * @param runs that have points
 */
export function latestOf({ name, runs }: Line, metric: Metric, word: string): string {
  const who = runs.length > 1 ? `${name}, mean` : name;
  const latest = runs.flatMap(({ points }) => latestMean(points, metric) ?? []);
  if (latest.length < runs.length) return `${who}: ${imagesOf(runs)} images seen.`;
  const training = mean(latest);
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
