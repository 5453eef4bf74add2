/** The accuracies of both faces over the training, as far as the view was open. */
import type { Faces } from '../../../../inspection/question.ts';
import type { Answered } from '../../../../store/asked.ts';

export interface SeenFaces {
  /** Training images seen. */
  readonly images: number;
  /** Fractions classified correctly. */
  readonly minibatch: number;
  readonly moving: number;
}

/** Points kept: of more, every other one of the older half goes. */
const MOST = 200;

/** With the latest answer; those that are later than it are of an earlier training of the run. */
export function withSeen(
  seen: readonly SeenFaces[],
  { answer, images }: Answered<Faces>,
): readonly SeenFaces[] {
  const all = [
    ...seen.filter((other) => other.images < images),
    { images, minibatch: answer.minibatch.acc, moving: answer.moving.acc },
  ];
  const half = all.length >> 1;
  return all.length > MOST ? all.filter((_, i) => i >= half || i % 2 === 0) : all;
}
