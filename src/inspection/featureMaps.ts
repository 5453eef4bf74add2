/** Answers `feature-maps`: what one layer makes of one image, in inference mode. */

import { fetchPicture, minibatchOf } from './images.ts';
import type { FeatureMaps, Question } from './question.ts';
import { checkFinite } from './score.ts';
import type { Answering, Subject } from './subject.ts';

/** @throws what a person should read, for an unknown layer or a row that is not there */
export async function* featureMaps(
  { network, trainer, data }: Subject,
  question: Extract<Question, { readonly kind: 'feature-maps' }>,
): Answering<FeatureMaps> {
  const layer = network.layers.find(({ name }) => name === question.layer);
  if (!layer) throw new Error(`The network has no layer ${question.layer}.`);
  yield { done: 0, total: 1 };
  const image = await fetchPicture(data, question.image);
  const { outputs } = await trainer.inspect({
    images: minibatchOf([image]),
    statistics: 'moving',
    outputs: [layer.name],
    gradients: false,
  });
  const values = outputs.get(layer.name);
  if (!values) throw new Error(`The engine gave no output of ${layer.name}.`);
  checkFinite(values);
  return { kind: 'feature-maps', image, layer: layer.name, shape: layer.output, values };
}
