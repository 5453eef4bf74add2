/** From looks to what the chart draws. */
import type { Slice, SlicePoint } from '../../../plots/SlicePlot.tsx';
import type { RunLook } from '../useRunLooks.ts';
import type { Look } from './earlier.ts';
import { type Distance, lossAt, originOf, tangentOf, unitOf } from './slope.ts';

/** @param look how the run's lines look */
export function sliceOf(
  latest: Look,
  earlier: readonly Look[],
  look: Pick<RunLook, 'colour' | 'dash'>,
  distance: Distance,
): Slice {
  const along =
    (unit: number) =>
    ({ at, loss }: { readonly at: number; readonly loss: number }): SlicePoint => ({ x: at * unit, loss });
  const here = along(unitOf(latest.answer, distance));
  const { points } = latest.answer;
  const origin = originOf(points);
  const next = lossAt(points, 1);
  return {
    colour: look.colour,
    dash: look.dash,
    points: points.map(here),
    tangent: tangentOf(points).map(here),
    earlier: earlier.map(({ answer }) => answer.points.map(along(unitOf(answer, distance)))),
    marked: [...(origin ? [here(origin)] : []), ...(next === undefined ? [] : [here({ at: 1, loss: next })])],
  };
}
