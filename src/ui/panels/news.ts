/** What the status banner makes of the news: whether they are bad, and what a notice beside it says already. */
import { isActive, withShortNames } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
import { describeStatus } from '../../store/status.ts';

/** At rest, with a run that diverged or failed: its sentence is a warning. */
export const endedBadly = ({ runs }: Pick<PageState, 'runs'>): boolean =>
  !runs.some(isActive) && runs.some(({ status }) => status.kind === 'diverged' || status.kind === 'failed');

/** The status, without the reason that a notice gives in the same words. */
export function describeUnrepeated(state: PageState): string {
  const words = describeStatus(state);
  const [run] = withShortNames(state.runs);
  const repeated = state.notices.some(({ message }) => words.includes(message));
  return repeated && run && endedBadly(state) ? `${run.name} ${run.status.kind}.` : words;
}

/** Changes where a start, a pause, an end, or another table is told at once; only the numbers of a training run wait. */
export function turnOf({ paused, runs }: Pick<PageState, 'paused' | 'runs'>): string {
  const active = runs.filter(isActive);
  return `${paused} ${runs.length} ${active.length} ${active.some((run) => run.progress !== undefined)}`;
}
