/** How well runs do at the moment: their latest training accuracies, and whether these have parted. */
import { methodName } from '../spec/describe.ts';
import type { CurvePoint } from '../training/events.ts';
import { isActive, type RunRecord } from './run.ts';

/** One point alone is a few images. */
const LATEST = 5;
/** Fractions: this far apart, twice in succession, is no accident of a few images. */
const APART = 0.1;

/** Mean of the latest points but `earlier` of them; undefined before the first. */
export function latestMean(
  points: readonly CurvePoint[],
  metric: 'acc' | 'loss',
  earlier = 0,
): number | undefined {
  const end = points.length - earlier;
  const latest = points.slice(Math.max(0, end - LATEST), Math.max(0, end));
  if (latest.length === 0) return undefined;
  return latest.reduce((sum, point) => sum + point[metric], 0) / latest.length;
}

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
  const active = runs.filter((run) => isActive(run) && run.points.length >= 2 * LATEST);
  if (active.length < 2) return false;
  return [0, LATEST].every((earlier) => {
    const accuracies = active.map(({ points }) => latestMean(points, 'acc', earlier) ?? 0);
    return Math.max(...accuracies) - Math.min(...accuracies) >= APART;
  });
}
