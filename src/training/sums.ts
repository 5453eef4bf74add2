/** Sums over images, which become averages when a curve's window or an epoch closes. */
import type { Score, Sums } from './events.ts';

export const NO_SUMS: Sums = { images: 0, lossSum: 0, correct: 0 };

export const addSums = (a: Sums, b: Sums): Sums => ({
  images: a.images + b.images,
  lossSum: a.lossSum + b.lossSum,
  correct: a.correct + b.correct,
});

/** Mean loss in nats, and the fraction correct. */
export const scoreOf = ({ images, lossSum, correct }: Sums): Score => ({
  loss: lossSum / images,
  acc: correct / images,
});
