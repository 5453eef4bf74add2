/** Answers `faces`: norms over minibatches with the statistics of minibatches, as in training, and with the moving ones, as in tests. */
import { batchNormsOf, movingOf } from '../network/movingNorms.ts';
import { hasTwoFaces } from '../network/norms.ts';
import { inspectInParts } from './inParts.ts';
import { momentsOf } from './moments.ts';
import type { Faces, Moments, Question } from './question.ts';
import type { Answering, Subject } from './subject.ts';
import { CHUNK, scoreValidation } from './validation.ts';

export async function* faces(
  subject: Subject,
  question: Extract<Question, { readonly kind: 'faces' }>,
): Answering<Faces> {
  const { network, experiment, parameters, data, step } = subject;
  const images = Math.min(question.images, data.validation);
  const { batch } = experiment;
  const norms = batchNormsOf(network);
  const twoFaced = network.layers.some((layer) => layer.kind === 'norm' && hasTwoFaces(layer.norm));
  const total = twoFaced ? 2 * images : images;
  const moving = yield* scoreValidation(subject, images, CHUNK, 'moving', { before: 0, total });
  if (!twoFaced) return { kind: 'faces', images, batch, minibatch: moving, moving, layers: [] };
  const minibatch = yield* scoreValidation(subject, images, batch, 'minibatch', { before: images, total });
  const current = new Map<string, Moments>();
  await data.ready('train');
  yield* inspectInParts(
    subject,
    {
      images: { split: 'train', rows: data.batchAfter(step) },
      statistics: 'minibatch',
      outputs: norms.map(({ reads }) => reads),
      gradients: false,
    },
    (name, output) => {
      const channels = norms.find(({ reads }) => reads === name)?.channels ?? 1;
      current.set(name, momentsOf(output, channels));
    },
    { done: total, total },
  );
  const layers = norms.flatMap(({ name, reads }) => {
    const moments = current.get(reads);
    return moments ? [{ layer: name, batch: moments, moving: movingOf(parameters, name) }] : [];
  });
  return { kind: 'faces', images, batch, minibatch, moving, layers };
}
