/** The images of one cell of the confusion matrix, those first that the network was most sure of. */
import { useMemo, useState } from 'react';
import type { Predictions } from '../../../inspection/question.ts';
import type { ConfusionCell } from '../../../store/predictionsView.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { AnswerProgress } from '../inside/AnswerProgress.tsx';
import { useAnswer } from '../useAnswer.ts';
import { GuessList } from './GuessList.tsx';
import { cellWords, imagesWords } from './guessWords.ts';

interface CellImagesProps {
  readonly run: RunId;
  readonly predictions: Predictions;
  readonly cell: ConfusionCell;
}

/** Shown at once, in as many rows as the matrix is high. */
const FIRST = 15;

export function CellImages({ run, predictions, cell: { label, predicted } }: CellImagesProps) {
  const guesses = predictions.cells[label]?.[predicted] ?? [];
  const count = predictions.confusion[label]?.[predicted] ?? 0;
  const rows = guesses.map(({ row }) => row).join();
  const question = useMemo(
    () =>
      rows === ''
        ? undefined
        : ({ kind: 'pictures', split: 'test', rows: rows.split(',').map(Number) } as const),
    [rows],
  );
  const asked = useAnswer<'pictures'>(run, question);
  const pictures = asked?.answer?.answer.pictures;
  // The rows that were asked for all: other cells show their first few again.
  const [whole, setWhole] = useState<string>();
  const shown = whole === rows ? guesses : guesses.slice(0, FIRST);
  const words = cellWords(label, predicted);
  return (
    <div className="cell-images">
      <h4 aria-live="polite">
        {words}: {imagesWords(count)}
      </h4>
      {count > shown.length && <p className="remark">The {shown.length} that it was most sure of</p>}
      {pictures ? (
        <GuessList
          label={words}
          guesses={shown.map((guess, i) => ({ ...guess, pixels: pictures[i]?.pixels }))}
        />
      ) : (
        <AnswerProgress asked={asked} what="Fetching the images" />
      )}
      {shown.length < guesses.length && (
        <button type="button" className="more" onClick={() => setWhole(rows)}>
          Show {guesses.length - shown.length} more
        </button>
      )}
    </div>
  );
}
