/**
 * Which accuracy a finished run is judged by: the test as it was, the test with recalibrated statistics where batch
 * norm's moving ones had not settled, or none, where they had not and the run is of a version that did not recalibrate.
 */
import type { Experiment } from '../spec/experiment.ts';
import { initialShare, isSettled } from '../spec/warmUp.ts';
import type { Finished, Fork } from '../training/events.ts';

export type Judged =
  | { readonly kind: 'tested'; readonly accuracy: number }
  /** `raw` is an artefact of too few updates; `images` of training are behind the other. */
  | {
      readonly kind: 'recalibrated';
      readonly accuracy: number;
      readonly raw: number;
      readonly images: number;
    }
  | { readonly kind: 'unsettled'; readonly raw: number };

interface Ended {
  readonly experiment: Experiment;
  readonly fork?: Fork | undefined;
}

export function judgedTest(run: Ended, { test, recalibrated }: Finished): Judged {
  if (recalibrated) {
    const { test: again, images } = recalibrated;
    return { kind: 'recalibrated', accuracy: again.acc, raw: test.acc, images };
  }
  if (isSettled(initialShare(run))) return { kind: 'tested', accuracy: test.acc };
  return { kind: 'unsettled', raw: test.acc };
}

/** What the finished runs of one group come to, a run a seed. */
export interface Scores {
  /** Seeds that are judged, and by which test accuracies, as fractions, in the same order. */
  readonly seeds: readonly number[];
  readonly accuracies: readonly number[];
  /** Accuracies with moving statistics that had not settled: shown, never judged by. */
  readonly raw: readonly number[];
  /** Training images behind recalibrated accuracies; 0 where they are as tested. */
  readonly recalibrated: number;
  /** How many seeds finished and are not judged. */
  readonly unsettled: number;
}

export function scoresOf(finished: readonly { readonly seed: number; readonly judged: Judged }[]): Scores {
  const judged = finished.flatMap(({ seed, judged }) =>
    judged.kind === 'unsettled' ? [] : [{ seed, accuracy: judged.accuracy }],
  );
  return {
    seeds: judged.map(({ seed }) => seed),
    accuracies: judged.map(({ accuracy }) => accuracy),
    raw: finished.flatMap(({ judged }) => (judged.kind === 'tested' ? [] : [judged.raw])),
    recalibrated: Math.max(
      0,
      ...finished.map(({ judged }) => (judged.kind === 'recalibrated' ? judged.images : 0)),
    ),
    unsettled: finished.length - judged.length,
  };
}
