/** What is to be kept in mind about trained runs beside their verdict: the same sentences on the page, in a terminal, in reports. */
import { warnOfGroups } from '../network/groupSizes.ts';
import { sameTraining } from '../network/sameTraining.ts';
import type { RunResult } from '../results/runFile.ts';
import { listOf, methodName } from '../spec/describe.ts';
import type { Comparison } from '../spec/experiment.ts';
import { describeWarmUps } from '../spec/warmUp.ts';

type Ended = Pick<RunResult, 'experiment' | 'fork' | 'outcome'>;

/**
 * Seeds that diverged, seeds that are too few and those that are not judged are said by the verdict itself.
 * @param instead why runs trained on other data than was asked for
 */
export function cautionsOf(runs: readonly Ended[], instead: readonly string[] = []): string[] {
  const fewUpdates = describeWarmUps(runs, recalibratedOn(runs));
  const otherData = instead.map((why) => `Trained on synthetic images instead of Fashion-MNIST. ${why}`);
  const all = [...otherData, fewUpdates, ...smallGroups(runs), ...sameMethods(runs)];
  return [...new Set(all.filter((text) => text !== undefined))];
}

/** Training images behind recalibrated statistics; 0 where none were. */
const recalibratedOn = (runs: readonly Ended[]): number =>
  Math.max(
    0,
    ...runs.map(({ outcome }) => (outcome.kind === 'finished' ? (outcome.recalibrated?.images ?? 0) : 0)),
  );

/** 'GN(32)+WS and GN(32): Groups of one channel are instance norm (conv 32).' */
function smallGroups(runs: readonly Ended[]): string[] {
  const methods = new Map<string, Set<string>>();
  for (const { experiment } of runs) {
    const why = warnOfGroups(experiment);
    if (why !== undefined) methods.set(why, (methods.get(why) ?? new Set()).add(methodName(experiment)));
  }
  return [...methods].map(([why, names]) => `${listOf([...names])}: ${why}`);
}

/** 'GN(32)+WS and GN(32) train the same here.': methods whose settings differ in what this network does not have. */
function sameMethods(runs: readonly Ended[]): string[] {
  const [first, ...others] = runs.filter(({ fork }) => !fork).map(({ experiment }) => experiment);
  if (!first) return [];
  const comparison: Comparison = [first, ...others];
  return sameTraining(comparison).flatMap((equal, i) => {
    const names = [equal === undefined ? undefined : comparison[equal], comparison[i]].flatMap(
      (experiment) => (experiment ? [methodName(experiment)] : []),
    );
    return new Set(names).size > 1 ? [`${listOf(names)} train the same here.`] : [];
  });
}
