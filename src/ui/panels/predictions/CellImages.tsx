/** The images of one cell of the confusion matrix, those first that the network was most sure of. */
import type { ConfusionCell } from '../../../store/predictionsView.ts';
import { useSpec } from '../useSpec.ts';
import { cellWords, imagesWords } from './guessWords.ts';
import { Pictured } from './Pictured.tsx';
import type { Shown } from './useSide.ts';

interface CellImagesProps extends Shown {
  readonly cell: ConfusionCell;
  /** ' of BN · seed 1' beside another run. */
  readonly of: string;
}

export function CellImages({ run, predictions, cell: { label, predicted }, of }: CellImagesProps) {
  const guesses = predictions.cells[label]?.[predicted] ?? [];
  const count = predictions.confusion[label]?.[predicted] ?? 0;
  const words = cellWords(useSpec(run), label, predicted);
  return (
    <div className="cell-images">
      <h4 aria-live="polite">
        {words}: {imagesWords(count)}
      </h4>
      <Pictured
        run={run}
        label={of === '' ? words : `${words},${of}`}
        guesses={guesses}
        count={count}
        which="that it was most sure of"
      />
    </div>
  );
}
