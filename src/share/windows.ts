/**
 * Fewer, wider windows of a curve, exactly: a window's counts and losses are those of the windows it is made of, the
 * mean of their means by images.
 */
import type { CurvePoint } from '../training/events.ts';

/** What has been seen since the last point that was kept. */
interface OpenWindow {
  readonly points: number;
  readonly images: number;
  readonly lossSum: number;
  readonly correct: number;
}

const EMPTY: OpenWindow = { points: 0, images: 0, lossSum: 0, correct: 0 };

/** @param closes whether a window of so many points ends here; what is open after the last point is dropped */
function merge(
  points: readonly CurvePoint[],
  closes: (point: CurvePoint, size: number) => boolean,
): readonly CurvePoint[] {
  const merged: CurvePoint[] = [];
  let open = EMPTY;
  let seen = 0;
  for (const point of points) {
    const images = point.images - seen;
    seen = point.images;
    open = {
      points: open.points + 1,
      images: open.images + images,
      lossSum: open.lossSum + point.loss * images,
      correct: open.correct + point.acc * images,
    };
    if (!closes(point, open.points)) continue;
    const single = open.points === 1;
    merged.push(
      single ? point : { ...point, loss: open.lossSum / open.images, acc: open.correct / open.images },
    );
    open = EMPTY;
  }
  return merged;
}

/**
 * About `limit` points of a curve that has more: windows of equally many points each, the last as it comes.
 * @param kept images at which a window ends in any case: ends of epochs, the point of a fork
 */
export function thin(
  points: readonly CurvePoint[],
  limit: number,
  kept: ReadonlySet<number>,
): readonly CurvePoint[] {
  const size = Math.ceil(points.length / limit);
  if (size <= 1) return points;
  const last = points.at(-1);
  return merge(points, (point, points) => points === size || kept.has(point.images) || point === last);
}
