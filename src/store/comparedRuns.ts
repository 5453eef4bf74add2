/** The runs that the comparison on the page is about, as far as they have come to an end. */
import type { Experiment } from '../spec/experiment.ts';
import { matrixExperiments } from '../spec/matrix.ts';
import type { RunRecord } from './run.ts';
import { runGroupKey } from './runGroups.ts';
import { selectedExperiment } from './selectors.ts';
import type { PageState } from './state.ts';

type Compared = Pick<PageState, 'comparison' | 'selected' | 'matrix' | 'tab' | 'runs'>;

/**
 * Those that finished or diverged, whoever trained them and whether or not the charts show them: of the experiments in
 * the form, or of the table's cells while the table is open or the form's have nothing to compare. Forks count too,
 * each as its own kind, if they are shown.
 */
export function comparedRuns(state: Compared): RunRecord[] {
  const ofTable = (): RunRecord[] =>
    endedOf(state, matrixExperiments({ ...selectedExperiment(state), repeats: 1 }, state.matrix));
  if (state.tab === 'matrix') return ofTable();
  const ofForm = endedOf(state, state.comparison);
  return comparable(ofForm) ? ofForm : ofTable();
}

function endedOf({ runs }: Compared, experiments: readonly Experiment[]): RunRecord[] {
  const wanted = new Set(experiments.map((experiment) => runGroupKey({ experiment })));
  return runs.filter((run) => {
    if (run.status.kind !== 'finished' && run.status.kind !== 'diverged') return false;
    return run.fork ? run.visible : wanted.has(runGroupKey(run));
  });
}

/** Two kinds of runs, one of which has a result. */
const comparable = (runs: readonly RunRecord[]): boolean =>
  new Set(runs.map(runGroupKey)).size > 1 && runs.some(({ status }) => status.kind === 'finished');

export const hasVerdict = (state: Compared): boolean => comparable(comparedRuns(state));
