/** Scores validation images with either kind of statistics. */
import type { InspectRequest } from '../engine/engine.ts';
import { addSums, NO_SUMS, type Sums, scoreOf } from '../training/events.ts';
import { fetchPictures } from './images.ts';
import type { Scored } from './question.ts';
import { checkFinite, logitsOf, sumsOf } from './score.ts';
import type { Answering, Subject } from './subject.ts';

/** Images a call where the size of the batch makes no difference. */
export const CHUNK = 100;

/**
 * The first `images` validation images in batches of `batch`, the last, shorter one included; yields the images done.
 * @param total of what all is done, for the progress @param before what was done before
 * @throws what a person should read, for a network that diverged
 */
export async function* scoreValidation(
  { trainer, data }: Subject,
  images: number,
  batch: number,
  statistics: InspectRequest['statistics'],
  { before, total }: { readonly before: number; readonly total: number },
): Answering<Scored> {
  let sums: Sums = NO_SUMS;
  while (sums.images < images) {
    yield { done: before + sums.images, total };
    const rows = Array.from({ length: Math.min(batch, images - sums.images) }, (_, i) => sums.images + i);
    const pictures = await fetchPictures(
      data,
      rows.map((row) => ({ split: 'validation', row })),
    );
    const logits = await logitsOf(trainer, { split: 'validation', rows }, statistics);
    checkFinite(logits);
    sums = addSums(
      sums,
      sumsOf(
        logits,
        pictures.map(({ label }) => label),
      ),
    );
  }
  return scoreOf(sums);
}
