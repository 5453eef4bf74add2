/**
 * How far the moving statistics of batch norm get in a run. They begin at 0 and 1 and keep `momentum` of themselves at
 * each update, so that after few updates a network is scored with statistics that its training never used.
 */
import { methodName } from '../spec/describe.ts';
import { type Experiment, keepsMovingStatistics } from '../spec/experiment.ts';

/** From this share on a test accuracy tells of the start rather than of the training. */
const NOTICEABLE = 0.05;

type Settings = Pick<Experiment, 'norm' | 'stats' | 'momentum' | 'images' | 'batch' | 'epochs'>;

const updatesOf = ({ images, batch, epochs }: Settings): number => Math.ceil(images / batch) * epochs;

/** The share of their initial values that is left in moving statistics after so many updates, 0 … 1. */
export const shareOfStart = (momentum: number, updates: number): number => momentum ** updates;

/** The same at the end of an experiment; 0 without such statistics. */
export function initialShare(experiment: Settings): number {
  return keepsMovingStatistics(experiment) ? shareOfStart(experiment.momentum, updatesOf(experiment)) : 0;
}

/** What too few updates do to batch norm's test accuracy, or undefined where they are enough. */
export function describeWarmUp(experiment: Settings): string | undefined {
  const share = initialShare(experiment);
  if (share < NOTICEABLE) return undefined;
  const updates = updatesOf(experiment).toLocaleString('en-US');
  return `After ${updates} updates BN's moving statistics are still ${Math.round(100 * share)} % what they began with (momentum ${experiment.momentum}), and tests use them: its test accuracy says more about that than about what it learned. More epochs or images cure it.`;
}

/** The same for several experiments, in one sentence: 'BN at batch 64 (6 %) and batch 128 (24 %)'. */
export function describeWarmUps(experiments: readonly Experiment[]): string | undefined {
  const cold = experiments.filter((experiment) => initialShare(experiment) >= NOTICEABLE);
  const [first] = cold;
  if (!first) return undefined;
  const cells = cold.map((experiment) => {
    const percent = Math.round(100 * initialShare(experiment));
    return `${methodName(experiment)} at batch ${experiment.batch.toLocaleString('en-US')} (${percent} %)`;
  });
  return `Few updates: a share of the initial values is left in batch norm's moving statistics, which tests use: ${[...new Set(cells)].join(', ')}. There a test accuracy says more about that than about what was learned; more epochs or images cure it.`;
}
