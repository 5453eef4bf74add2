/**
 * Two curves over common windows. A curve's point is the mean since the point before; a link may carry wider windows
 * than the run had. Both are merged to the windows whose ends they share, exactly: sums over images add up.
 */
import type { CurvePoint } from '../training/events.ts';

export interface WindowPair {
  /** The window's first and last update. */
  readonly firstStep: number;
  readonly step: number;
  readonly images: number;
  /** Means over the window, of the one curve and of the other. */
  readonly loss: readonly [number, number];
  readonly acc: readonly [number, number];
}

export function commonWindows(a: readonly CurvePoint[], b: readonly CurvePoint[]): WindowPair[] {
  const inB = new Map(b.map((point, i) => [point.images, i]));
  const pairs: WindowPair[] = [];
  let [startA, startB, startImages, startStep] = [0, 0, 0, 0];
  for (const [i, point] of a.entries()) {
    const j = inB.get(point.images);
    if (j === undefined) continue;
    const [first, second] = [merge(a, startA, i, startImages), merge(b, startB, j, startImages)];
    pairs.push({
      firstStep: startStep + 1,
      step: point.step,
      images: point.images - startImages,
      loss: [first.loss, second.loss],
      acc: [first.acc, second.acc],
    });
    [startA, startB, startImages, startStep] = [i + 1, j + 1, point.images, point.step];
  }
  return pairs;
}

/** The mean over points first … last, which begin after `images` images. */
function merge(points: readonly CurvePoint[], first: number, last: number, images: number) {
  const [only] = points.slice(first, last + 1);
  if (only && first === last) return only;
  let [before, count, loss, acc] = [images, 0, 0, 0];
  for (const point of points.slice(first, last + 1)) {
    const own = point.images - before;
    loss += own * point.loss;
    acc += own * point.acc;
    count += own;
    before = point.images;
  }
  return { loss: loss / count, acc: acc / count };
}
