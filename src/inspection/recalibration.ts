/** Answers `recalibration`: batch norm's moving statistics anew (training/recalibrate.ts), and what they score. */

import { type BatchNorm, batchNormsOf, movingOf, withMoving } from '../network/batchNorms.ts';
import { BatchAverages } from '../training/recalibrate.ts';
import { batches, epochOrder } from '../training/schedule.ts';
import { inspectInParts } from './inParts.ts';
import type { Moments, Question, Recalibration } from './question.ts';
import type { Amount, Answering, Subject } from './subject.ts';
import { CHUNK, scoreValidation } from './validation.ts';

/** @throws what a person should read, for a network that keeps no moving statistics, or frozen ones */
export async function* recalibration(
  subject: Subject,
  question: Extract<Question, { readonly kind: 'recalibration' }>,
): Answering<Recalibration> {
  const { network, parameters, trainer, data } = subject;
  const norms = batchNormsOf(network);
  if (norms.length === 0) {
    throw new Error(
      'Only batch norm keeps moving statistics that can be computed anew; this network has none.',
    );
  }
  const scored = Math.min(question.scored, data.validation);
  const images = Math.min(question.images, data.subset.length);
  const total = images + 2 * scored;
  const before = yield* scoreValidation(subject, scored, CHUNK, 'moving', { before: 0, total });
  const anew = yield* averages(subject, norms, images, question.batch, { done: scored, total });
  try {
    trainer.setParameters(withMoving(parameters, anew));
    const after = yield* scoreValidation(subject, scored, CHUNK, 'moving', {
      before: scored + images,
      total,
    });
    const layers = norms.flatMap(({ name }) => {
      const moments = anew.get(name);
      return moments ? [{ layer: name, before: movingOf(parameters, name), after: moments }] : [];
    });
    return { kind: 'recalibration', images, batch: question.batch, before, after, layers };
  } finally {
    trainer.setParameters(parameters);
  }
}

/** Over minibatches of an epoch that nobody trained on. */
async function* averages(
  subject: Subject,
  norms: readonly BatchNorm[],
  images: number,
  batch: number,
  { done, total }: Amount,
): Answering<ReadonlyMap<string, Moments>> {
  const { experiment, data } = subject;
  const order = epochOrder(data.subset, experiment.seed, experiment.epochs + 1).subarray(0, images);
  const sums = new BatchAverages(norms);
  await data.ready('train');
  let count = 0;
  let seen = done;
  for (const rows of batches(order, batch)) {
    yield { done: seen, total };
    const request = {
      images: { split: 'train', rows },
      statistics: 'minibatch',
      outputs: sums.reads,
      gradients: false,
    } as const;
    yield* inspectInParts(subject, request, (name, output) => sums.add(name, output), { done: seen, total });
    count++;
    seen += rows.length;
  }
  return sums.over(count);
}
