/** Answers `classification`: what the network takes a visitor's picture for. */
import { sizeOf } from '../network/layers.ts';
import type { Classification, Question } from './question.ts';
import { checkFinite, logitsOf, softmax } from './score.ts';
import type { Answering, Subject } from './subject.ts';

/** The loss is not asked for, so any label will do. */
const ANY_LABEL = new Uint8Array(1);

/** @throws what a person should read, for a picture of another size or a network that diverged */
export async function* classification(
  { trainer, network }: Subject,
  { pixels }: Extract<Question, { readonly kind: 'classification' }>,
): Answering<Classification> {
  const { input } = network;
  if (pixels.length !== sizeOf(input)) {
    throw new Error(
      `A picture has ${input.join(' × ')} values, ${sizeOf(input)} in all; this one has ${pixels.length}.`,
    );
  }
  yield { done: 0, total: 1 };
  const logits = await logitsOf(trainer, { pixels, labels: ANY_LABEL }, 'moving');
  checkFinite(logits);
  return { kind: 'classification', logits, probabilities: Float32Array.from(softmax(logits)) };
}
