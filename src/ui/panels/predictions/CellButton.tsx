/** A count of the confusion matrix, which shows the images that it counts. */
import type { DataSpec } from '../../../spec/dataSpec.ts';
import { counted, grouped } from '../../../spec/numbers.ts';
import type { ConfusionCell } from '../../../store/predictionsView.ts';
import { cellWords } from './guessWords.ts';

interface CellButtonProps {
  readonly spec: DataSpec | undefined;
  readonly cell: ConfusionCell;
  readonly count: number;
  readonly chosen: ConfusionCell;
  readonly onChoose: (cell: ConfusionCell) => void;
}

export const CellButton = ({ spec, cell, count, chosen, onChoose }: CellButtonProps) => (
  <button
    type="button"
    aria-pressed={cell.label === chosen.label && cell.predicted === chosen.predicted}
    aria-label={`${cellWords(spec, cell.label, cell.predicted)}: ${counted(count, 'image')}`}
    onClick={() => onChoose(cell)}
  >
    {grouped(count)}
  </button>
);
