/** Which runs the plot below the table draws: those that it shows and that are not hidden, in its order. */
import { baselineOf } from '../../../store/baseline.ts';
import type { RunRecord } from '../../../store/run.ts';
import type { PageState } from '../../../store/state.ts';
import { isBaseline } from '../../../store/table.ts';
import { tableGroups } from './order.ts';

/** Those that have come to an end: while others train it stays as it is. */
export const plottedRuns = (state: PageState): RunRecord[] =>
  tableGroups(state)
    .flat()
    .filter(({ visible, status }) => visible && /^(finished|diverged)$/.test(status.kind));

/** What is pinned, whether or not its curves are hidden. */
export function plottedBaseline(state: PageState) {
  const { runs, table } = state;
  const name = baselineOf(state)?.name;
  return name === undefined
    ? undefined
    : { name, runs: runs.filter((run) => isBaseline(run, table.baseline)) };
}
