/**
 * Answers `landscape`: the loss along the update that the optimizer would make next, as Santurkar et al. 2018 (arXiv
 * 1805.11604, section 3.1) look at it: how far the loss and its slope stay what the gradient said they would be.
 */

import type { Parameters } from '../network/parameters.ts';
import { permutation, streamKey } from '../random/streams.ts';
import { batches } from '../training/schedule.ts';
import { along, dot, lengthOf, positions } from './direction.ts';
import { fetchPictures } from './images.ts';
import type { Landscape, Question } from './question.ts';
import { checkFinite, sumsOf } from './score.ts';
import type { Answering, Subject } from './subject.ts';
import { nextUpdate } from './update.ts';

/** Rows of the training split, with their labels. */
interface Minibatch {
  readonly rows: Uint32Array;
  readonly labels: readonly number[];
}

/** Losses in nats, slopes in nats an update. @throws what a person should read, for a network that diverged */
export async function* landscape(
  subject: Subject,
  question: Extract<Question, { readonly kind: 'landscape' }>,
): Answering<Landscape> {
  const { experiment, trainer, parameters } = subject;
  const rows = rowsOf(subject.data.subset, question.images);
  const minibatches = await minibatchesOf(subject, rows);
  const total = question.points * rows.length;
  let done = 0;
  yield { done, total };
  const gradients = await nextGradients(subject);
  yield { done, total };
  const { network, data, step } = subject;
  const rate = data.rateAfter(step);
  const direction = nextUpdate(network.optimizer, parameters, gradients, step + 1, rate);
  for (const change of direction.values()) checkFinite(change);
  const points: Landscape['points'][number][] = [];
  try {
    for (const at of positions(question.reach, question.points)) {
      yield { done, total };
      trainer.setParameters(along(parameters, direction, at));
      let loss = 0;
      let slope = 0;
      for (const { rows: batch, labels } of minibatches) {
        yield { done, total };
        const found = await trainer.inspect({
          images: { split: 'train', rows: batch },
          statistics: 'minibatch',
          outputs: [],
          gradients: true,
        });
        loss += sumsOf(found.logits, labels).lossSum / rows.length;
        slope += dot(found.gradients, direction) * (batch.length / rows.length);
        done += batch.length;
      }
      points.push({ at, loss, slope });
    }
  } finally {
    trainer.setParameters(parameters);
  }
  return {
    kind: 'landscape',
    images: rows.length,
    batch: Math.min(experiment.batch, rows.length),
    updateNorm: lengthOf(direction),
    weightNorm: lengthOf(parameters, direction.keys()),
    points,
  };
}

/** Of the training images the first `images` in an order that is the same for all runs on them. */
function rowsOf(subset: Uint32Array, images: number): Uint32Array {
  const order = permutation(streamKey(0, 'inspection/landscape'), subset.length);
  return order.subarray(0, images).map((i) => subset[i] as number);
}

async function minibatchesOf({ experiment, data }: Subject, rows: Uint32Array): Promise<Minibatch[]> {
  const pictures = await fetchPictures(
    data,
    Array.from(rows, (row) => ({ split: 'train', row })),
  );
  const labels = pictures.map(({ label }) => label);
  let start = 0;
  return Array.from(batches(rows, experiment.batch), (batch) => {
    const minibatch = { rows: batch, labels: labels.slice(start, start + batch.length) };
    start += batch.length;
    return minibatch;
  });
}

/** On the next training minibatch, without dropout. */
async function nextGradients({ trainer, step, data }: Subject): Promise<Parameters> {
  const { gradients } = await trainer.inspect({
    images: { split: 'train', rows: data.batchAfter(step) },
    statistics: 'minibatch',
    outputs: [],
    gradients: true,
  });
  return gradients;
}
