/** How runs that train compare at the moment: their latest training accuracies, and whether these have parted. */
import { latestFrom, latestMean } from '../curves/latest.ts';
import { methodName } from '../spec/describe.ts';
import { isActive, type RunRecord } from './run.ts';

/** Fractions: this far apart, twice in succession, is no accident of a few images. */
const APART = 0.1;

/** 'GN(4)+WS 65 % · BN 35 %', by method where that tells the runs apart; '' while one has no point yet. */
export function describeLive(runs: readonly RunRecord[]): string {
  const methods = runs.map(({ experiment }) => methodName(experiment));
  const distinct = new Set(methods).size === runs.length;
  const parts = runs.map(({ name, points }, i) => {
    const acc = latestMean(points, 'acc');
    return acc === undefined ? undefined : `${distinct ? methods[i] : name} ${Math.round(100 * acc)} %`;
  });
  return parts.includes(undefined) ? '' : parts.join(' · ');
}

/** Whether of the runs that train two have parted by 10 points, now and over the points before. */
export function havePartedWays(runs: readonly RunRecord[]): boolean {
  const stretches = runs.filter(isActive).flatMap(({ points }) => {
    const earlier = latestMean(points, 'acc', latestFrom(points) ?? 0);
    const now = latestMean(points, 'acc');
    return now === undefined || earlier === undefined ? [] : [[now, earlier] as const];
  });
  return (
    stretches.length > 1 &&
    [0, 1].every((turn) => {
      const accuracies = stretches.map((stretch) => stretch[turn] ?? 0);
      return Math.max(...accuracies) - Math.min(...accuracies) >= APART;
    })
  );
}
