/**
 * A curve as one array a quantity. Browsers copy these at once, where a list of points takes them a visit of every
 * number, to write it and to check it when it is read.
 */
import type { CurvePoint } from '../training/events.ts';

export type Columns = Readonly<Record<keyof CurvePoint, Float64Array<ArrayBuffer>>>;

// Loops, and not `from` with a function, which takes ten times as long.
export function columnsOf(points: readonly CurvePoint[]): Columns {
  const column = () => new Float64Array(points.length);
  const columns = { images: column(), step: column(), ms: column(), loss: column(), acc: column() };
  points.forEach((point, i) => {
    columns.images[i] = point.images;
    columns.step[i] = point.step;
    columns.ms[i] = point.ms;
    columns.loss[i] = point.loss;
    columns.acc[i] = point.acc;
  });
  return columns;
}

/** @param columns all of one length */
export function pointsOf({ images, step, ms, loss, acc }: Columns): CurvePoint[] {
  const points: CurvePoint[] = [];
  images.forEach((seen, i) => {
    points.push({
      images: seen,
      step: step[i] as number,
      ms: ms[i] as number,
      loss: loss[i] as number,
      acc: acc[i] as number,
    });
  });
  return points;
}
