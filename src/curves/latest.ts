/**
 * How well a run does at the moment, wherever that is said: a mean over its latest images. A point alone may be of one
 * image (a batch of one, or what an epoch leaves for its last), whose accuracy is 0 or 100 %.
 */
import type { CurvePoint } from '../training/events.ts';

/** Of the curve's points, and never fewer points or images than these. */
const SHARE = 0.1;
const FEWEST_POINTS = 5;
const FEWEST_IMAGES = 100;

/** The first of the latest points, of those before `end`; undefined while they are of too few images. */
export function latestFrom(points: readonly CurvePoint[], end = points.length): number | undefined {
  const seen = points[end - 1]?.images ?? 0;
  const seenBefore = (start: number): number => points[start - 1]?.images ?? 0;
  let start = Math.max(0, end - Math.max(FEWEST_POINTS, Math.ceil(SHARE * points.length)));
  while (start > 0 && seen - seenBefore(start) < FEWEST_IMAGES) start--;
  return seen - seenBefore(start) < FEWEST_IMAGES ? undefined : start;
}

/** @param end leaves out the points from there on */
export function latestMean(
  points: readonly CurvePoint[],
  metric: 'acc' | 'loss',
  end = points.length,
): number | undefined {
  const start = latestFrom(points, end);
  if (start === undefined) return undefined;
  const from = points[start - 1]?.images ?? 0;
  let [before, sum] = [from, 0];
  for (const point of points.slice(start, end)) {
    sum += point[metric] * (point.images - before);
    before = point.images;
  }
  return sum / (before - from);
}
