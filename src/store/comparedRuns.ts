/**
 * The runs that the verdict is about: what is compared in the form or in the table, as far as it has come to an end, and
 * what others brought. Whichever tab is open, it is the same.
 */
import type { Experiment } from '../spec/experiment.ts';
import { cellExperiment } from '../spec/matrix.ts';
import { foundCell } from './cells.ts';
import type { RunRecord } from './run.ts';
import { runGroupKey, wishKey } from './runGroups.ts';
import { selectedExperiment } from './selectors.ts';
import type { PageState } from './state.ts';
import { shownRuns } from './table.ts';

type Compared = Pick<PageState, 'comparison' | 'selected' | 'matrix' | 'runs' | 'table'>;

/**
 * Runs that finished or diverged, in the order of the page's: those of the form, whoever trained them and whether or
 * not they are hidden from the charts, with the table's columns that have come to an end in all their rows; else those of
 * the table's cells; else all that are shown. What the table of runs is narrowed to leaves out does not count. Forks, and what came by a link or a file, count everywhere while they are
 * shown.
 */
export function comparedRuns(state: Compared): RunRecord[] {
  const ended = shownRuns(state).filter(
    ({ status }) => status.kind === 'finished' || status.kind === 'diverged',
  );
  const columns = cellsByColumn(state);
  const endedOf = (experiments: readonly Experiment[]): RunRecord[] => {
    const wanted = new Set(experiments.map((experiment) => wishKey({ experiment })));
    return ended.filter(
      (run) =>
        (!run.fork && wanted.has(wishKey(run))) || (run.visible && (run.fork || run.origin !== 'here')),
    );
  };
  if (comparable(endedOf(state.comparison))) {
    const there = new Set(ended.map(wishKey));
    const whole = columns.filter((cells) => cells.every((experiment) => there.has(wishKey({ experiment }))));
    return endedOf([...state.comparison, ...whole.flat()]);
  }
  const ofTable = endedOf(columns.flat());
  return comparable(ofTable) ? ofTable : ended.filter(({ visible }) => visible);
}

/** The cells of the table, a list a column. */
function cellsByColumn(state: Compared): Experiment[][] {
  const base = selectedExperiment(state);
  const { rows, columns } = state.matrix;
  return columns.values.map((column) =>
    rows.values.map((row) => foundCell(cellExperiment(base, row, column), state)),
  );
}

/** Two kinds of runs, one of which has a result. */
const comparable = (runs: readonly RunRecord[]): boolean =>
  new Set(runs.map(runGroupKey)).size > 1 && runs.some(({ status }) => status.kind === 'finished');

export const hasVerdict = (state: Compared): boolean => comparable(comparedRuns(state));
