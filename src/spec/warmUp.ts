/**
 * How far a norm's moving statistics get in a run. They keep `momentum` of themselves, and of what they began with, at
 * each update, so that after few updates a network is scored with statistics that its training never used.
 */

import { listOf, methodName } from './describe.ts';
import { type Experiment, keepsMovingStatistics, trainsAsTested } from './experiment.ts';
import { FIELDS } from './fields.ts';
import { canRecalibrate, normWords, plainNormName } from './norms/norms.ts';
import { grouped, roughPercent } from './numbers.ts';

/**
 * From this share on a test accuracy tells of the start as well as of the training. Activations vary little, so that a
 * variance of 1 weighs heavily among theirs (small CNN, BN, batch 32, momentum 0.99; test accuracy, %):
 *
 *   updates                      252    315    378    441    567
 *   share left                   7.9    4.2    2.2    1.2    0.3
 *   with moving statistics      57.8   65.8   72.5   74.1   81.9
 *   with recalibrated ones      82.1   82.2   80.7   82.1   82.8
 */
const NOTICEABLE = 0.001;

type Settings = Pick<Experiment, 'norm' | 'stats' | 'momentum' | 'images' | 'batch' | 'epochs'>;

/** What a run took over from the one that it was forked from. */
interface Parent {
  readonly experiment: Settings;
  /** Updates and training images by then. */
  readonly step: number;
  readonly images: number;
  /** Share of the initial values that was left in the moving statistics, where it is known. */
  readonly initialShare?: number;
}

/** The settings of a run, and its parent if it is a fork. */
interface Trained {
  readonly experiment: Settings;
  readonly fork?: Parent | undefined;
}

/** Those that are its own: a fork's begin where it left its parent, with the rest of the epoch under way. */
function updatesOf({ experiment: { images, batch, epochs }, fork }: Trained): number {
  const left = images * epochs - (fork?.images ?? 0);
  return Math.ceil((left % images) / batch) + Math.floor(left / images) * Math.ceil(images / batch);
}

/** The share of their initial values that is left in moving statistics after so many updates, 0 … 1. */
export const shareOfStart = (momentum: number, updates: number): number => momentum ** updates;

/** Statistics that were frozen describe another network than the one that they are taken up again for. */
const shareAtFork = ({ experiment, step, initialShare }: Parent): number =>
  initialShare ?? (keepsMovingStatistics(experiment) ? shareOfStart(experiment.momentum, step) : 1);

/** The share that is left at the end of a run; 0 without such statistics. */
export const initialShare = (run: Trained): number => shareAfter(run, (run.fork?.step ?? 0) + updatesOf(run));

/** The share that is left after so many updates in all, those of a fork's parent included. */
export function shareAfter({ experiment, fork }: Trained, step: number): number {
  if (!keepsMovingStatistics(experiment) || trainsAsTested(experiment)) return 0;
  return (fork ? shareAtFork(fork) : 1) * shareOfStart(experiment.momentum, step - (fork?.step ?? 0));
}

/** Whether so little of the initial values is left that a test is one of what was learned. */
export const isSettled = (share: number): boolean => share < NOTICEABLE;

/** 'moving statistics that have not settled (13 % of their initial values is left)' */
export const unsettledWords = (share: number): string =>
  `moving statistics that have not settled (${roughPercent(share)} of their initial values is left)`;

const CURE = `epochs or images or a smaller ${FIELDS.momentum.label}`;

/** Whether a run is tested a second time, with statistics computed anew. */
export const isTestedTwice = (run: Trained): boolean =>
  canRecalibrate(run.experiment.norm) && !isSettled(initialShare(run));

/** What too few updates do to a test accuracy, or undefined where they are enough. */
export function describeWarmUp(experiment: Settings): string | undefined {
  const share = initialShare({ experiment });
  if (isSettled(share)) return undefined;
  const updates = grouped(updatesOf({ experiment }));
  const { short } = normWords(experiment.norm);
  const so = canRecalibrate(experiment.norm)
    ? 'So the run is tested twice, the second time with statistics recalibrated on training images, and judged by that.'
    : 'They cannot be computed anew, so the run is not judged.';
  return `After ${updates} updates ${short}'s moving statistics, which tests use, are still ${roughPercent(share)} what they began with (momentum ${experiment.momentum}). ${so} More ${CURE} cure it.`;
}

/**
 * Which of several runs that goes for, in one sentence: 'BN at batch 64 (6 %), BN at batch 128 (24 %)'.
 * @param recalibratedOn how many training images the statistics of those that ended are of, where it is known
 */
export function describeWarmUps(
  runs: readonly { readonly experiment: Experiment; readonly fork?: Parent | undefined }[],
  recalibratedOn = 0,
): string | undefined {
  const unsettled = runs.filter((run) => !isSettled(initialShare(run)));
  if (unsettled.length === 0) return undefined;
  const cells = unsettled.map((run) => {
    const batch = grouped(run.experiment.batch);
    return `${methodName(run.experiment)} at batch ${batch} (${roughPercent(initialShare(run))})`;
  });
  const owners = unsettled.map(({ experiment: { norm } }) => `${plainNormName(norm)}'s`);
  const images =
    recalibratedOn > 0
      ? `${grouped(recalibratedOn)} training images at the end of the run`
      : 'training images';
  return `Few updates: ${listOf([...new Set(owners)])} moving statistics, which raw tests use, still hold a share of their initial values: ${[...new Set(cells)].join(', ')}. It is judged with statistics recalibrated on ${images}, or not at all; more ${CURE} cure it.`;
}
