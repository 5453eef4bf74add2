/**
 * The learning rate of each update. Where it is not constant it follows the training images seen, so that batch sizes
 * compare, and a fork under another batch size goes on where its parent was.
 *
 *   warm-up   lr · seen after the update / warm-up                      (Goyal et al. 2017, section 2.2)
 *   cosine    lr · (1 + cos πs) / 2                                     (Loshchilov & Hutter 2017)
 *             s: how much of what follows the warm-up had been seen before the update
 *   steps     lr / 10 from half of the training on, lr / 100 from three quarters on, as He et al. 2016 on CIFAR-10
 */
import type { Experiment } from './experiment.ts';

export type RateSettings = Pick<Experiment, 'lr' | 'schedule' | 'warmup' | 'epochs'>;

/** Whether it is the same for all updates. */
export const hasConstantRate = ({ schedule, warmup }: RateSettings): boolean =>
  schedule === 'constant' && warmup === 0;

/** @param before training images seen before the update, and `after` it, in epochs */
export function learningRateAt(
  { lr, schedule, warmup, epochs }: RateSettings,
  before: number,
  after: number,
): number {
  if (warmup > 0 && after <= warmup) return lr * (after / warmup);
  switch (schedule) {
    case 'constant':
      return lr;
    case 'cosine': {
      const share = Math.max(0, before - warmup) / (epochs - warmup);
      return lr * halfWave(Math.min(1, share));
    }
    case 'steps':
      return before >= 0.75 * epochs ? lr / 100 : before >= 0.5 * epochs ? lr / 10 : lr;
    default:
      return schedule satisfies never;
  }
}

/**
 * (1 + cos πs) / 2 for s in 0 … 1, by the series of the sine about the middle: browsers' own cosines differ in the last
 * digit, and a link has to give the same weights in all.
 */
function halfWave(s: number): number {
  const x = Math.PI * (0.5 - s);
  let term = x;
  let sine = x;
  for (let n = 1; n <= 10; n++) {
    term *= (-x * x) / (2 * n * (2 * n + 1));
    sine += term;
  }
  return (1 + sine) / 2;
}
