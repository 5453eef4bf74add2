/** From looks to what the chart draws. */
import type { Landscape } from '../../../../inspection/question.ts';
import type { Slice, SlicePoint } from '../../../plots/SlicePlot.tsx';
import type { RunLook } from '../useRunLooks.ts';
import type { Look } from './earlier.ts';
import { type Distance, lossAt, originOf, tangentOf, unitOf } from './slope.ts';

/** The loss itself, or how much it differs from that of where the look was taken. */
export type Height = 'change' | 'loss';

/** @param look how the run's lines look */
export function sliceOf(
  latest: Look,
  earlier: readonly Look[],
  look: Pick<RunLook, 'colour' | 'dash'>,
  distance: Distance,
  height: Height,
): Slice {
  const placing = ({ answer }: Look) => {
    const unit = unitOf(answer, distance);
    const base = height === 'change' ? (originOf(answer.points)?.loss ?? 0) : 0;
    return ({ at, loss }: Pick<Landscape['points'][number], 'at' | 'loss'>): SlicePoint => ({
      x: at * unit,
      loss: loss - base,
    });
  };
  const here = placing(latest);
  const { points } = latest.answer;
  const origin = originOf(points);
  const next = lossAt(points, 1);
  return {
    colour: look.colour,
    dash: look.dash,
    points: points.map(here),
    tangent: tangentOf(points).map(here),
    earlier: earlier.map((one) => one.answer.points.map(placing(one))),
    marked: [...(origin ? [here(origin)] : []), ...(next === undefined ? [] : [here({ at: 1, loss: next })])],
  };
}
