/** Which runs train and which wait: a function of what the page asks for and of which runs are there. */
import type { Arrangement, RunId } from './protocol.ts';

/** Runs that train side by side at most, so that memory stays bounded. */
const MOST_SIDE_BY_SIDE = 6;

/** Until the page says otherwise. */
export const RACE: Arrangement = { sideBySide: MOST_SIDE_BY_SIDE, order: [], held: [] };

/** How many runs may have a place on an engine at once. */
export const placesOf = ({ sideBySide }: Arrangement): number =>
  Math.max(1, Math.min(Math.floor(sideBySide), MOST_SIDE_BY_SIDE));

/**
 * The runs that should train now: the first of the line that are not held. Those that the order does not name stand at
 * its end. @param present runs that are not over, in the order in which they were started
 */
export function admittedOf(present: readonly RunId[], arrangement: Arrangement): RunId[] {
  const { order, held } = arrangement;
  const line = [
    ...order.filter((run) => present.includes(run)),
    ...present.filter((run) => !order.includes(run)),
  ];
  return [...new Set(line)].filter((run) => !held.includes(run)).slice(0, placesOf(arrangement));
}
