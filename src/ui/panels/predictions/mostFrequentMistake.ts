/** The cell to look into first. */
import type { ConfusionCell } from '../../../store/predictionsView.ts';

/** The fullest cell off the diagonal, the first of several. @returns undefined where there is no mistake */
export function mostFrequentMistake(confusion: readonly (readonly number[])[]): ConfusionCell | undefined {
  const cells = confusion.flatMap((row, label) =>
    row.map((count, predicted) => ({ label, predicted, count })),
  );
  const mistakes = cells.filter(({ label, predicted, count }) => label !== predicted && count > 0);
  const most = Math.max(...mistakes.map(({ count }) => count));
  const found = mistakes.find(({ count }) => count === most);
  return found && { label: found.label, predicted: found.predicted };
}
