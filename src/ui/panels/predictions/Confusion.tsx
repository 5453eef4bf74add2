/** What is taken for what: the confusion matrix, the same as a table, and the images of one cell. */
import { useMemo, useState } from 'react';
import { counted } from '../../../spec/numbers.ts';
import type { ConfusionCell } from '../../../store/predictionsView.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { ConfusionMatrix } from '../../charts/ConfusionMatrix.tsx';
import { useActions, usePage } from '../../playground.ts';
import { distinctNames } from '../pictureName.ts';
import { useSpec } from '../useSpec.ts';
import { Beside, type ScoredSide, type Shown } from './Beside.tsx';
import { ClassLookup } from './ClassLookup.tsx';
import { ClassMixups } from './ClassMixups.tsx';
import { ConfusionTable } from './ConfusionTable.tsx';
import { cellWords } from './guessWords.ts';
import { LargeConfusionTable } from './LargeConfusionTable.tsx';
import { LargeMatrix } from './LargeMatrix.tsx';
import { findClass, MANY_CLASSES } from './mixups.ts';
import { Pictured } from './Pictured.tsx';

interface ConfusionProps {
  readonly sides: readonly ScoredSide[];
}

/** One cell is looked into at a time, in both runs. */
export function Confusion({ sides }: ConfusionProps) {
  const { setPredictions } = useActions();
  const wish = usePage((state) => state.predictions.cell);
  const first = sides.find(({ shown }) => shown)?.shown?.predictions.confusion ?? [];
  const cell = wish ?? mostFrequentMistake(first) ?? { label: 0, predicted: 0 };
  const choose = (chosen: ConfusionCell): void => setPredictions({ cell: chosen });
  const names = useNames(sides[0]?.run);
  const [text, setText] = useState('');
  return (
    <section className="predictions-section" aria-labelledby="confusion-heading">
      <h3 id="confusion-heading">What is taken for what</h3>
      <p className="predictions-lead">
        Each row is a true class, each column what the network says. What it recognizes lies on the blue
        diagonal; the stronger the orange, the more often one class is taken for the other. Click a cell, or
        choose a number in the table, to see its images.
      </p>
      {names.length > MANY_CLASSES && <ClassLookup names={names} text={text} onText={setText} />}
      <Beside sides={sides}>
        {(shown, of) => (
          <div className="confusion">
            <div className="confusion-numbers">
              <Numbers shown={shown} of={of} text={text} cell={cell} onChoose={choose} />
            </div>
            <CellImages {...shown} cell={cell} of={of} />
          </div>
        )}
      </Beside>
    </section>
  );
}

/** By label, each once: the drawing knows its cells by name alone. */
function useNames(run: RunId | undefined): readonly string[] {
  const spec = useSpec(run);
  return useMemo(() => (spec ? distinctNames(spec) : []), [spec]);
}

interface NumbersProps {
  readonly shown: Shown;
  readonly of: string;
  /** What class is looked up, if there are many. */
  readonly text: string;
  readonly cell: ConfusionCell;
  readonly onChoose: (cell: ConfusionCell) => void;
}

function Numbers({ shown: { run, predictions }, of, text, cell, onChoose }: NumbersProps) {
  const spec = useSpec(run);
  const names = useNames(run);
  const { confusion } = predictions;
  const table = { label: `Confusion matrix${of}`, spec, confusion, chosen: cell, onChoose };
  if (names.length > MANY_CLASSES) {
    const sought = findClass(names, text);
    return (
      <>
        <LargeMatrix
          label={`Confusion matrix${of}, drawn`}
          counts={confusion}
          names={names}
          chosen={cell}
          sought={sought}
          onCell={onChoose}
        />
        {sought !== undefined && <ClassMixups {...table} label={sought} of={of} />}
        <LargeConfusionTable {...table} />
      </>
    );
  }
  return (
    <>
      <ConfusionMatrix
        counts={confusion}
        names={names}
        chosen={[names[cell.label] ?? '', names[cell.predicted] ?? '']}
        onCell={(label, predicted) =>
          onChoose({ label: names.indexOf(label), predicted: names.indexOf(predicted) })
        }
      />
      <ConfusionTable {...table} />
    </>
  );
}

interface CellImagesProps extends Shown {
  readonly cell: ConfusionCell;
  /** ' of BN · seed 1' beside another run. */
  readonly of: string;
}

/** The images of one cell of the confusion matrix, those first that the network was most sure of. */
function CellImages({ run, predictions, cell: { label, predicted }, of }: CellImagesProps) {
  const guesses = predictions.cells[label]?.[predicted] ?? [];
  const count = predictions.confusion[label]?.[predicted] ?? 0;
  const words = cellWords(useSpec(run), label, predicted);
  return (
    <div className="cell-images">
      <h4 aria-live="polite">
        {words}: {counted(count, 'image')}
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
