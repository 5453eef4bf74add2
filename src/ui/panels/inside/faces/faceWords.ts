/** What the two faces of a norm come to, in words. */

import type { Faces, Recalibration } from '../../../../inspection/question.ts';
import { methodName } from '../../../../spec/describe.ts';
import { type Experiment, trainsAsTested } from '../../../../spec/experiment.ts';
import { normNamed, normWords, usesMinibatch } from '../../../../spec/norms/norms.ts';
import { percent } from '../../../../spec/numbers.ts';
import { points } from '../numbers.ts';

/** Accuracies this close print as the same number. */
const SAME = 0.0005;

/** Whether the network has two faces at all: a norm that trains on its minibatches and is tested on what it remembers. */
export const hasTwoFaces = (experiment: Pick<Experiment, 'norm' | 'stats'>): boolean =>
  usesMinibatch(experiment) && (normNamed(experiment.norm)?.moving.length ?? 0) > 0;

/** With which statistics a network that has two faces trains: "the minibatch's". */
export const trainedWith = (experiment: Pick<Experiment, 'norm' | 'stats'>): string =>
  trainsAsTested(experiment) ? 'estimated' : "the minibatch's";

/** The gap is positive where the statistics of minibatches do better. */
export const gapOf = ({ minibatch, moving }: Pick<Faces, 'minibatch' | 'moving'>): number =>
  minibatch.acc - moving.acc;

/** 'BN's two faces differ by 18.2 points: …'; of other norms, that they have one. */
export function facesHeadline(faces: Faces, experiment: Experiment): string {
  if (hasTwoFaces(experiment)) {
    const gap = gapOf(faces);
    const { short } = normWords(experiment.norm);
    if (Math.abs(gap) < SAME) return `${short}'s two faces agree: ${percent(faces.moving.acc)} either way.`;
    const trained = trainsAsTested(experiment)
      ? 'statistics that the minibatch has entered'
      : "the minibatch's statistics";
    const better = gap > 0 ? `${trained}, as in training` : 'the moving ones, as in tests';
    return `${short}'s two faces differ by ${points(gap)}: it does better with ${better}.`;
  }
  const accuracy = percent(faces.moving.acc);
  if (experiment.norm === 'none') return `Without a norm a network has one face: ${accuracy}.`;
  const { moving, statistics, words } = normNamed(experiment.norm);
  if (moving.length > 0) {
    return `Frozen, this ${words.plain.toLowerCase()} uses its moving statistics in training, too: it has one face, ${accuracy}.`;
  }
  if (!statistics) return `${methodName(experiment)} takes no statistics: it has one face, ${accuracy}.`;
  return `${methodName(experiment)} takes its statistics from each image alone, in training as in tests: it has one face, ${accuracy}.`;
}

/** '17.7 of 18.2 points recovered.' @param trained accuracy with the statistics of minibatches, if known for these weights */
export function recalibrationHeadline({ before, after }: Recalibration, trained: number | undefined): string {
  const gained = after.acc - before.acc;
  if (Math.abs(gained) < SAME) return 'Recalibrating changed nothing that shows in the accuracy.';
  if (gained < 0) return `Recalibrating lost ${points(gained)}.`;
  const gap = trained === undefined ? 0 : trained - before.acc;
  const number = points(gained);
  if (gap <= 0) return `${number} recovered.`;
  return gap < gained
    ? `${number} recovered, more than the gap of ${points(gap)}.`
    : `${number} recovered, of a gap of ${points(gap)}.`;
}
