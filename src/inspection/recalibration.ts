/** Answers `recalibration`: moving statistics anew (training/recalibrate.ts), and what they score. */
import { batchNormsOf, movingNormsOf, movingOf } from '../network/movingNorms.ts';
import type { Parameters } from '../network/parameters.ts';
import { BatchAverages, COLLECTING } from '../training/recalibrate.ts';
import { batches, epochOrder } from '../training/schedule.ts';
import { inspectInParts } from './inParts.ts';
import type { Question, Recalibration } from './question.ts';
import type { Amount, Answering, Subject } from './subject.ts';
import { CHUNK, scoreValidation } from './validation.ts';

/** @throws what a person should read, for a network that keeps no moving statistics, or frozen ones */
export async function* recalibration(
  subject: Subject,
  question: Extract<Question, { readonly kind: 'recalibration' }>,
): Answering<Recalibration> {
  const { network, parameters, trainer, data } = subject;
  const sums = new BatchAverages(movingNormsOf(network));
  if (sums.reads.length === 0) {
    throw new Error('This network keeps no moving statistics that can be computed anew.');
  }
  const scored = Math.min(question.scored, data.validation);
  const images = Math.min(question.images, data.subset.length);
  const total = images + 2 * scored;
  const before = yield* scoreValidation(subject, scored, CHUNK, 'moving', { before: 0, total });
  const anew = yield* averages(subject, sums, images, question.batch, { done: scored, total });
  try {
    trainer.setParameters(new Map([...parameters, ...anew]));
    const after = yield* scoreValidation(subject, scored, CHUNK, 'moving', {
      before: scored + images,
      total,
    });
    const layers = batchNormsOf(network).map(({ name }) => ({
      layer: name,
      before: movingOf(parameters, name),
      after: movingOf(anew, name),
    }));
    return { kind: 'recalibration', images, batch: question.batch, before, after, layers };
  } finally {
    trainer.setParameters(parameters);
  }
}

/** Over minibatches of an epoch that nobody trained on. */
async function* averages(
  subject: Subject,
  sums: BatchAverages,
  images: number,
  batch: number,
  { done, total }: Amount,
): Answering<Parameters> {
  const { experiment, data } = subject;
  const order = epochOrder(data.subset, experiment.seed, experiment.epochs + 1).subarray(0, images);
  await data.ready('train');
  let count = 0;
  let seen = done;
  for (const rows of batches(order, batch)) {
    yield { done: seen, total };
    const request = { ...COLLECTING, images: { split: 'train', rows }, outputs: sums.reads } as const;
    yield* inspectInParts(subject, request, (name, output) => sums.add(name, output), { done: seen, total });
    count++;
    seen += rows.length;
  }
  return sums.over(count);
}
