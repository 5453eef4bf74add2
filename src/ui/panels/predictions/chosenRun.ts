/** Which run's predictions are shown: the one that the visitor chose, else the latest that has something to show. */
import { hasNetwork } from '../../../store/run.ts';
import type { PageState } from '../../../store/state.ts';
import type { RunId } from '../../../worker/protocol.ts';

/**
 * @param shown the run that is on the page now: it stays, whatever else finishes meanwhile
 * @returns undefined where there are no runs
 */
export function chosenRun(
  { runs, predictions }: Pick<PageState, 'runs' | 'predictions'>,
  shown?: RunId,
): RunId | undefined {
  const kept = [predictions.run, shown].find((id) => runs.some((run) => run.id === id));
  if (kept !== undefined) return kept;
  const visible = runs.filter((run) => run.visible);
  const last =
    visible.findLast((run) => run.status.kind === 'finished' && run.kept) ??
    visible.findLast(hasNetwork) ??
    runs.findLast(hasNetwork) ??
    runs.at(-1);
  return last?.id;
}
