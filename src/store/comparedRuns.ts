/** The runs that the comparison on the page is about, as far as they have come to an end. */
import { matrixExperiments } from '../spec/matrix.ts';
import type { RunRecord } from './run.ts';
import { runGroupKey } from './runGroups.ts';
import { selectedExperiment } from './selectors.ts';
import type { PageState } from './state.ts';

type Compared = Pick<PageState, 'comparison' | 'selected' | 'matrix' | 'tab' | 'runs'>;

/**
 * Those that finished or diverged, whoever trained them and whether or not the charts show them: of the experiments in
 * the form, or of the table's cells while the table is open. Forks count too, each as its own kind, if they are shown.
 */
export function comparedRuns(state: Compared): RunRecord[] {
  const wanted = wantedKeys(state);
  return state.runs.filter((run) => {
    if (run.status.kind !== 'finished' && run.status.kind !== 'diverged') return false;
    return run.fork ? run.visible : wanted.has(runGroupKey(run));
  });
}

function wantedKeys(state: Compared): ReadonlySet<string> {
  const experiments =
    state.tab === 'matrix'
      ? matrixExperiments({ ...selectedExperiment(state), repeats: 1 }, state.matrix)
      : state.comparison;
  return new Set(experiments.map((experiment) => runGroupKey({ experiment })));
}

/** Whether there is something to hold against each other: two kinds of runs, one of which has a result. */
export function hasVerdict(state: Compared): boolean {
  const runs = comparedRuns(state);
  return new Set(runs.map(runGroupKey)).size > 1 && runs.some(({ status }) => status.kind === 'finished');
}
