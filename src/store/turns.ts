/** Whose turn it is: the arrangement of runs that the page asks of the worker. */
import type { Arrangement } from '../worker/protocol.ts';
import { isActive, type RunRecord } from './run.ts';
import type { PageState, Turns } from './state.ts';

/** Runs of a race at the same time; the rest wait for their turn, so that memory stays bounded. */
export const RACE = 6;

/** A race of up to six runs, a queue of more, unless the visitor chose. */
export function turnsFor(
  { turns, turnsChosen }: Pick<PageState, 'turns' | 'turnsChosen'>,
  runs: readonly RunRecord[],
): Turns {
  if (turnsChosen) return turns;
  return runs.filter(isActive).length <= RACE ? 'race' : 'queue';
}

/** The active runs in the order of the table. */
export function arrangementOf({ runs, turns }: Pick<PageState, 'runs' | 'turns'>): Arrangement {
  const active = runs.filter(isActive);
  return {
    sideBySide: turns === 'race' ? RACE : 1,
    order: active.map(({ id }) => id),
    held: active.filter(({ held }) => held).map(({ id }) => id),
  };
}
