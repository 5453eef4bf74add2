/** How well runs do at the moment: their latest training accuracies, and whether these have parted. */
import { methodName } from '../spec/describe.ts';
import type { CurvePoint } from '../training/events.ts';
import { isActive, type RunRecord } from './run.ts';

/** Fewer points than this are a few images. */
const FEWEST = 5;
/** Fractions: this far apart, twice in succession, is no accident of a few images. */
const APART = 0.1;

/** Points of the latest tenth of the curve. */
const countOf = (points: readonly CurvePoint[]): number => Math.max(FEWEST, Math.ceil(points.length / 10));

/**
 * Mean over the images of the latest tenth of the curve, in the table, the legend and the banner alike.
 * @param earlier leaves out so many of the last points
 * @returns undefined before the first point
 */
export function latestMean(
  points: readonly CurvePoint[],
  metric: 'acc' | 'loss',
  earlier = 0,
): number | undefined {
  const end = Math.max(0, points.length - earlier);
  const start = Math.max(0, end - countOf(points));
  const from = points[start - 1]?.images ?? 0;
  let before = from;
  let sum = 0;
  for (const point of points.slice(start, end)) {
    sum += point[metric] * (point.images - before);
    before = point.images;
  }
  return before > from ? sum / (before - from) : undefined;
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
  const active = runs.filter((run) => isActive(run) && run.points.length >= 2 * FEWEST);
  if (active.length < 2) return false;
  return [0, 1].every((turn) => {
    const accuracies = active.map(({ points }) => latestMean(points, 'acc', turn * countOf(points)) ?? 0);
    return Math.max(...accuracies) - Math.min(...accuracies) >= APART;
  });
}
