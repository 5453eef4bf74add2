/** What can be chosen for a recalibration, and the question that comes of it. */

import type { Question } from '../../../../inspection/question.ts';
import type { Experiment } from '../../../../spec/experiment.ts';
import { grouped } from '../../../../spec/numbers.ts';

/** Validation images that all accuracies of the view are measured on. */
export const SCORED = 500;

/** The largest minibatch of a recalibration: more does not fit every device. */
const ALL_AT_MOST = 500;

export type RecalibrationBatch = 'as-trained' | 'hundred' | 'all';

export interface RecalibrationChoice {
  /** Training images that the moving statistics are taken from. */
  readonly images: number;
  readonly batch: RecalibrationBatch;
}

export const RECALIBRATION: RecalibrationChoice = { images: 1000, batch: 'as-trained' };

type Trained = Pick<Experiment, 'batch' | 'images'>;

/** A run has seen no more than its own training images. */
export const imagesUsed = ({ images }: RecalibrationChoice, trained: Trained): number =>
  Math.max(1, Math.min(Math.floor(images) || 1, trained.images));

function batchUsed(choice: RecalibrationChoice, trained: Trained): number {
  switch (choice.batch) {
    case 'as-trained':
      return trained.batch;
    case 'hundred':
      return 100;
    case 'all':
      return Math.min(imagesUsed(choice, trained), ALL_AT_MOST);
    default:
      return choice.batch satisfies never;
  }
}

export const batchWords = (
  batch: RecalibrationBatch,
  choice: RecalibrationChoice,
  trained: Trained,
): string => {
  const size = grouped(batchUsed({ ...choice, batch }, trained));
  const words = { 'as-trained': `${size}, as in training`, hundred: size, all: `${size}, the largest` };
  return words[batch];
};

export const recalibrationQuestion = (
  choice: RecalibrationChoice,
  trained: Trained,
): Extract<Question, { readonly kind: 'recalibration' }> => ({
  kind: 'recalibration',
  images: imagesUsed(choice, trained),
  batch: batchUsed(choice, trained),
  scored: SCORED,
});
