/**
 * Answers `batch-mates`: what the network says of one image in different company. Where a norm goes by the
 * statistics of the minibatch, an image's logits depend on the other images in it; with every other norm they do not.
 */
import { permutation, streamKey } from '../random/streams.ts';
import { fetchPicture, fetchPictures, minibatchOf } from './images.ts';
import type { BatchMates, ImageRef, Picture, Question } from './question.ts';
import { checkFinite, logitsOf, rowOf } from './score.ts';
import type { Answering, Subject, SubjectData } from './subject.ts';

/** Images in a minibatch at most: in a larger one, one companion more or less no longer shows. */
const MOST_IMAGES = 64;
/** Companions that the answer brings along. */
const MOST_PICTURES = 15;

/** @throws what a person should read, for a row that is not there or a network that diverged */
export async function* batchMates(
  { experiment, trainer, data }: Subject,
  { image: ref, draws }: Extract<Question, { readonly kind: 'batch-mates' }>,
): Answering<BatchMates> {
  const image = await fetchPicture(data, ref);
  const logitsAmong = async (
    companions: readonly Picture[],
    statistics: 'minibatch' | 'moving',
  ): Promise<Float32Array> => {
    const pictures = [image, ...companions];
    const logits = await logitsOf(trainer, minibatchOf(pictures), statistics);
    const own = rowOf(logits, pictures.length, 0).slice();
    checkFinite(own);
    return own;
  };

  const batch = Math.min(experiment.batch, MOST_IMAGES, 1 + possibleCompanions(ref, data));
  const moving = await logitsAmong([], 'moving');
  const drawn: BatchMates['draws'][number][] = [];
  for (let draw = 0; draw < draws; draw++) {
    yield { done: draw, total: draws };
    const companions = await fetchPictures(data, companionsOf(ref, data, draw, batch - 1));
    const logits = await logitsAmong(companions, 'minibatch');
    drawn.push({ companions: companions.slice(0, MOST_PICTURES), logits });
  }
  return { kind: 'batch-mates', image, batch, moving, draws: drawn };
}

const possibleCompanions = ({ split }: ImageRef, { validation }: SubjectData): number =>
  split === 'validation' ? validation - 1 : validation;

/**
 * Validation images in an order of this draw, without the image itself. The seed is fixed, so that two runs are asked
 * about the same minibatches, and smaller ones are parts of larger ones.
 */
function companionsOf(ref: ImageRef, { validation }: SubjectData, draw: number, count: number): ImageRef[] {
  if (count === 0) return [];
  const order = permutation(streamKey(0, 'inspection/batch-mates', draw), validation);
  const others = ref.split === 'validation' ? order.filter((row) => row !== ref.row) : order;
  return Array.from(others.subarray(0, count), (row) => ({ split: 'validation', row }));
}
