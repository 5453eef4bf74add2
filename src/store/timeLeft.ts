/**
 * Times on the visitor's clock. A run measures its own work only: in a race others take turns with it, image by image,
 * and in a queue others come first. What has not begun is estimated from runs of the same kind.
 */
import { dataSpec } from '../spec/dataSets.ts';
import { type DataSpec, validationCount } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import { specOf } from '../spec/usedData.ts';
import { isTestedTwice } from '../spec/warmUp.ts';
import type { RunRecord } from './run.ts';
import { atATime, inOrder, type Running } from './turns.ts';

/** A forward pass costs about a third of a training step. */
const SCORING_COST = 1 / 3;

/** Seconds of work of a whole run, or undefined while none of its kind (network, batch, engine) was measured. */
export function secondsOf(experiment: Experiment, runs: readonly RunRecord[]): number | undefined {
  const speed = measuredSpeed(experiment, runs);
  const work = workOf(experiment);
  return speed === undefined || work === undefined ? undefined : work / speed;
}

/** All of a run's work, scoring included, in training images; undefined where its data set is not known here. */
export function workOf(experiment: Experiment): number | undefined {
  const { images, epochs } = experiment;
  const spec = dataSpec(experiment.data);
  if (!spec) return undefined;
  const validation = validationCount(images, spec);
  const tests = isTestedTwice({ experiment }) ? 2 : 1;
  return images * epochs + SCORING_COST * (validation * epochs + tests * spec.counts.test);
}

/** Images a second of the latest run of the same kind; one of the same norm if there is any. */
function measuredSpeed(experiment: Experiment, runs: readonly RunRecord[]): number | undefined {
  const { network, batch, engine, norm } = experiment;
  const alike = runs
    .filter(
      ({ experiment: other, progress }) =>
        other.network === network &&
        other.batch === batch &&
        other.engine === engine &&
        speedOf(progress) > 0,
    )
    .filter((run) => isAsLarge(specOf(run), dataSpec(experiment.data)));
  const best = alike.findLast((run) => run.experiment.norm === norm) ?? alike.at(-1);
  return best && speedOf(best.progress);
}

/** Whether a step on both takes as long. */
const isAsLarge = (a: DataSpec | undefined, b: DataSpec | undefined): boolean =>
  a !== undefined && b !== undefined && sizesOf(a) === sizesOf(b);

const sizesOf = ({ shape, classes }: DataSpec): string => [...shape, classes.length].join(' ');

const speedOf = (progress: RunRecord['progress']): number => progress?.imagesPerSecond ?? 0;

/** A run's own work that is left, on a machine to itself. */
const ownSeconds = (run: RunRecord, runs: readonly RunRecord[]): number | undefined =>
  run.progress?.secondsLeft ?? secondsOf(run.experiment, runs);

const imagesLeft = ({ progress, experiment }: RunRecord): number =>
  progress ? Math.max(0, progress.totalImages - progress.images) : experiment.images * experiment.epochs;

/**
 * Seconds until the run ends: its own work; of the runs beside it the share that is done meanwhile, which is as many
 * images as this run has left; and all of the runs that come before it. Undefined until every run concerned was
 * measured, and for one that is held.
 */
export function secondsLeft(run: RunRecord, { runs, turns }: Running): number | undefined {
  const order = inOrder(runs);
  const place = order.findIndex(({ id }) => id === run.id);
  if (place < 0) return undefined;
  const beside = atATime(turns);
  const concerned = place < beside ? order.slice(0, beside) : order.slice(0, place + 1);
  let sum = 0;
  for (const other of concerned) {
    const own = ownSeconds(other, runs);
    if (own === undefined) return undefined;
    const left = imagesLeft(other);
    const racing = place < beside && other !== run && left > 0;
    sum += own * (racing ? Math.min(1, imagesLeft(run) / left) : 1);
  }
  return sum;
}

/** Seconds until the last of the runs that train or wait has ended. */
export function totalSecondsLeft(runs: readonly RunRecord[]): number | undefined {
  const order = inOrder(runs);
  if (order.length === 0) return undefined;
  let sum = 0;
  for (const run of order) {
    const own = ownSeconds(run, runs);
    if (own === undefined) return undefined;
    sum += own;
  }
  return sum;
}

/** Images a second over all runs that train, taking turns image by image; 0 until measured. */
export function throughput(runs: readonly RunRecord[]): number {
  const training = inOrder(runs).filter(({ status }) => status.kind !== 'waiting');
  const speeds = training.map(({ progress }) => speedOf(progress));
  const measured = speeds.filter((speed) => speed > 0);
  if (measured.length === 0) return 0;
  return measured.length / measured.reduce((sum, speed) => sum + 1 / speed, 0);
}
