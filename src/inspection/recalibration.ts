/**
 * Answers `recalibration`: batch norm's moving statistics anew, each the plain average over minibatches of the batch's
 * mean and of its unbiased variance, as PyTorch's torch.optim.swa_utils.update_bn (momentum=None) takes it.
 */
import { batches, epochOrder } from '../data/split.ts';
import { type BatchNorm, batchNormsOf, movingOf } from './batchNorms.ts';
import { inspectInParts } from './inParts.ts';
import { channelMoments } from './moments.ts';
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
  const replaced = new Map(parameters);
  for (const [name, { mean, variance }] of anew) {
    replaced.set(`${name}/movingMean`, mean).set(`${name}/movingVariance`, variance);
  }
  try {
    trainer.setParameters(replaced);
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

/** Mean and unbiased variance of each norm, averaged over minibatches of an epoch that nobody trained on. */
async function* averages(
  subject: Subject,
  norms: readonly BatchNorm[],
  images: number,
  batch: number,
  { done, total }: Amount,
): Answering<Map<string, Moments>> {
  const { experiment, data } = subject;
  const order = epochOrder(data.subset, experiment.seed, experiment.epochs + 1).subarray(0, images);
  const sums = new Map(
    norms.map((norm) => [
      norm.reads,
      { norm, mean: new Float64Array(norm.channels), variance: new Float64Array(norm.channels) },
    ]),
  );
  const add = (name: string, output: Float32Array): void => {
    const sum = sums.get(name);
    if (!sum) return;
    const { channels } = sum.norm;
    const values = output.length / channels;
    const moments = channelMoments(output, channels);
    const unbiased = values > 1 ? values / (values - 1) : 1;
    for (let c = 0; c < channels; c++) {
      sum.mean[c] = (sum.mean[c] as number) + (moments.mean[c] as number);
      sum.variance[c] = (sum.variance[c] as number) + unbiased * (moments.variance[c] as number);
    }
  };
  await data.ready('train');
  let count = 0;
  let seen = done;
  for (const rows of batches(order, batch)) {
    yield { done: seen, total };
    const request = {
      images: { split: 'train', rows },
      statistics: 'minibatch',
      outputs: [...sums.keys()],
      gradients: false,
    } as const;
    yield* inspectInParts(subject, request, add, { done: seen, total });
    count++;
    seen += rows.length;
  }
  const average = (sum: Float64Array) => Float32Array.from(sum, (value) => value / count);
  return new Map(
    [...sums.values()].map(({ norm, mean, variance }) => [
      norm.name,
      { mean: average(mean), variance: average(variance) },
    ]),
  );
}
