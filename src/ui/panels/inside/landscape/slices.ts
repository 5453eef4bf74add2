/** From looks to what the chart draws. */
import type { Landscape } from '../../../../inspection/question.ts';
import type { Answered } from '../../../../store/asked.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import type { Slice, SlicePoint } from '../../../plots/SlicePlot.tsx';
import type { RunLook } from '../useRunLooks.ts';
import { type Distance, lossAt, originOf, tangentOf, unitOf } from './slope.ts';

/** Looks along the next update that a run has had before, to compare with. */
export type Look = Answered<Landscape>;

/** More faint lines than this cannot be told apart. */
const MOST = 5;

/** Each run's looks, oldest first. */
export type Looks = Readonly<Record<RunId, readonly Look[]>>;

/** With a look; one at the same update replaces that from before. */
export function withLook(looks: Looks, run: RunId, look: Look): Looks {
  const known = looks[run] ?? [];
  if (known.at(-1) === look) return looks;
  return { ...looks, [run]: [...known.filter(({ step }) => step !== look.step), look].slice(-1 - MOST) };
}

/** Looks before the latest one, that reached as far. */
export function earlierLooks(looks: Looks, run: RunId, latest: Look): readonly Look[] {
  const reach = latest.answer.points.at(-1)?.at;
  return (looks[run] ?? []).filter(
    ({ step, answer }) => step !== latest.step && answer.points.at(-1)?.at === reach,
  );
}

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
