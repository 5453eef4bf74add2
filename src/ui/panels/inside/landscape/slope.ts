/**
 * How smooth the loss is along the next update: how well the gradient foretells it. Santurkar et al. (2018, section 3)
 * measure the same two along the gradient: how much the loss varies, and how much the gradient changes.
 */
import type { Landscape } from '../../../../inspection/question.ts';
import { short } from '../numbers.ts';

type Points = Landscape['points'];

/** The point where the run stands: the nearest to 0. */
export const originOf = (points: Points): Points[number] | undefined =>
  points.reduce<Points[number] | undefined>(
    (nearest, point) => (nearest && Math.abs(nearest.at) <= Math.abs(point.at) ? nearest : point),
    undefined,
  );

/** The tangent at the origin, at each point: what the gradient there foretells, in nats. */
export function tangentOf(points: Points): { readonly at: number; readonly loss: number }[] {
  const origin = originOf(points);
  if (!origin) return [];
  return points.map(({ at }) => ({ at, loss: origin.loss + origin.slope * (at - origin.at) }));
}

/** The farthest that the loss is from its tangent, in nats. 0 of no points. */
export function departureOf(points: Points): number {
  const tangent = tangentOf(points);
  return Math.max(0, ...points.map(({ loss }, i) => Math.abs(loss - (tangent[i]?.loss ?? loss))));
}

/** The largest change of the slope between neighbours, for each update of distance, in nats per update². */
export function roughnessOf(points: Points): number {
  const changes = points.slice(1).map(({ at, slope }, i) => {
    const before = points[i];
    return before && at > before.at ? Math.abs(slope - before.slope) / (at - before.at) : 0;
  });
  return Math.max(0, ...changes);
}

/** What one update of distance is on the axis: updates, or the share of the weights' own norm that it moves. */
export type Distance = 'updates' | 'relative';

export const unitOf = ({ updateNorm, weightNorm }: Landscape, distance: Distance): number =>
  distance === 'updates' || weightNorm === 0 ? 1 : updateNorm / weightNorm;

/** The loss at a place between points, on the straight line from one to the next. */
export function lossAt(points: Points, at: number): number | undefined {
  const after = points.findIndex((point) => point.at >= at);
  const [to, from] = [points[after], points[after - 1]];
  if (!to) return undefined;
  if (!from || to.at === at) return to.at === at ? to.loss : undefined;
  return from.loss + ((at - from.at) / (to.at - from.at)) * (to.loss - from.loss);
}

/** 'Within 4 updates the loss leaves its tangent by up to 0.31 nats; its slope changes by up to 0.12 per update.' */
export function landscapeHeadline({ points }: Landscape): string {
  if (points.some(({ loss }) => !Number.isFinite(loss))) {
    return 'Within this reach the loss overflows: there is no number any more.';
  }
  const reach = Math.max(0, ...points.map(({ at }) => Math.abs(at)));
  return `Within ${short(reach)} updates the loss leaves its tangent by up to ${short(departureOf(points))} nats; its slope changes by up to ${short(roughnessOf(points))} per update.`;
}

interface Named {
  readonly name: string;
  readonly landscape: Landscape;
}

/** A fifth apart, or they count as equal. */
const NOTICEABLE = 1.2;

/** Which of two runs is the smoother one by both measures, or that the two disagree; '' where there is none to say. */
export function smootherWords(first: Named, second: Named): string {
  const closer = lesser(departureOf, first, second);
  const steadier = lesser(roughnessOf, first, second);
  if (!closer || !steadier) return '';
  if (closer.equal && steadier.equal) return 'Both losses are about equally smooth here.';
  const foretells = `foretells the loss ${short(closer.times)} times as closely`;
  const changes = `changes ${short(steadier.times)} times as slowly`;
  if (!closer.equal && !steadier.equal && closer.less !== steadier.less)
    return `Neither is the smoother one here, for the two measures disagree: the gradient of ${closer.less.name} ${foretells}, the slope of ${steadier.less.name} ${changes}.`;
  const { less, more } = closer.equal ? steadier : closer;
  const measures = [
    closer.equal ? 'its gradient foretells the loss about as closely' : `its gradient ${foretells}`,
    steadier.equal ? 'its slope changes about as fast' : `its slope ${changes}`,
  ];
  return `${less.name} is the smoother one here: ${measures.join(' and ')} as that of ${more.name}.`;
}

/** The run with less of a measure, and how many times as much the other has; undefined where that is no number. */
function lesser(measure: (points: Points) => number, first: Named, second: Named) {
  const [a, b] = [measure(first.landscape.points), measure(second.landscape.points)];
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === 0 || b === 0) return undefined;
  const [less, more] = a < b ? [first, second] : [second, first];
  const times = Math.max(a, b) / Math.min(a, b);
  return { less, more, times, equal: times < NOTICEABLE };
}
