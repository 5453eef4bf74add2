/**
 * Whose turn it is: the arrangement of runs that the page asks of the worker, who stands where in the line of those that
 * wait, and what moving one in it means for the table's order.
 */
import { type Arrangement, MOST_SIDE_BY_SIDE, type RunId } from '../worker/protocol.ts';
import { isActive, type RunRecord } from './run.ts';
import { findRun } from './selectors.ts';
import type { PageState, Turns } from './state.ts';

/** A race of up to six runs, a queue of more, unless the visitor chose. */
export function turnsFor(
  { turns, turnsChosen }: Pick<PageState, 'turns' | 'turnsChosen'>,
  runs: readonly RunRecord[],
): Turns {
  if (turnsChosen) return turns;
  return runs.filter(isActive).length <= MOST_SIDE_BY_SIDE ? 'race' : 'queue';
}

/** How many train side by side. */
export const atATime = (turns: Turns): number => (turns === 'race' ? MOST_SIDE_BY_SIDE : 1);

/** The active runs in the order of the table. */
export function arrangementOf({ runs, turns }: Pick<PageState, 'runs' | 'turns'>): Arrangement {
  const active = runs.filter(isActive);
  return {
    sideBySide: atATime(turns),
    order: active.map(({ id }) => id),
    held: active.filter(({ held }) => held).map(({ id }) => id),
  };
}

export type Running = Pick<PageState, 'runs' | 'turns'>;

/** Runs that train or wait for it, in their order: one that is held takes no place. */
export const inOrder = (runs: readonly RunRecord[]): RunRecord[] =>
  runs.filter((run) => isActive(run) && !run.held);

/** Its place among those that wait, 1 for the next; undefined for a run that trains, is held or has ended. */
export function placeInLine(state: Running, id: RunId): number | undefined {
  const own = findRun(state, id);
  if (!own || !isActive(own)) return undefined;
  const place = inOrder(state.runs).findIndex((run) => run.id === id) + 1 - atATime(state.turns);
  return place > 0 ? place : undefined;
}

/** How many wait for others to end. */
export const lineLength = (state: Running): number =>
  Math.max(0, inOrder(state.runs).length - atATime(state.turns));

/** How far a run can move, in places of the table as `move` counts them; undefined where it is first or last already. */
interface Moves {
  readonly earlier: number | undefined;
  readonly later: number | undefined;
}

/** Past the run that trains before or after it; nothing while nobody waits, since then the order means nothing. */
export function movesOf(state: Running, id: RunId): Moves {
  const order = inOrder(state.runs);
  const place = order.findIndex((run) => run.id === id);
  if (place < 0 || lineLength(state) === 0) return { earlier: undefined, later: undefined };
  const own = state.runs.findIndex((run) => run.id === id);
  const to = (other: RunRecord | undefined): number | undefined => other && state.runs.indexOf(other) - own;
  return { earlier: to(order[place - 1]), later: to(order[place + 1]) };
}
