/** What is taken for what: the confusion matrix, the same as a table, and the images of one cell. */
import { useMemo } from 'react';
import type { ConfusionCell } from '../../../store/predictionsView.ts';
import { ConfusionMatrix } from '../../charts/ConfusionMatrix.tsx';
import { useActions, usePage } from '../../playground.ts';
import { distinctNames } from '../pictureName.ts';
import { useSpec } from '../useSpec.ts';
import { Beside } from './Beside.tsx';
import { CellImages } from './CellImages.tsx';
import { ConfusionTable } from './ConfusionTable.tsx';
import { mostFrequentMistake } from './mostFrequentMistake.ts';
import type { ScoredSide, Shown } from './useSide.ts';

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
  return (
    <section className="predictions-section" aria-labelledby="confusion-heading">
      <h3 id="confusion-heading">What is taken for what</h3>
      <p className="predictions-lead">
        Each row is a true class, each column what the network says. What it recognizes lies on the blue
        diagonal; the stronger the orange, the more often one class is taken for the other. Click a cell, or
        choose a number in the table, to see its images.
      </p>
      <Beside sides={sides}>
        {(shown, of) => (
          <div className="confusion">
            <div className="confusion-numbers">
              <Numbers shown={shown} of={of} cell={cell} onChoose={choose} />
            </div>
            <CellImages {...shown} cell={cell} of={of} />
          </div>
        )}
      </Beside>
    </section>
  );
}

interface NumbersProps {
  readonly shown: Shown;
  readonly of: string;
  readonly cell: ConfusionCell;
  readonly onChoose: (cell: ConfusionCell) => void;
}

function Numbers({ shown: { run, predictions }, of, cell, onChoose }: NumbersProps) {
  const spec = useSpec(run);
  // The drawing knows its cells by name alone.
  const names = useMemo(() => (spec ? distinctNames(spec) : []), [spec]);
  return (
    <>
      <ConfusionMatrix
        counts={predictions.confusion}
        names={names}
        chosen={[names[cell.label] ?? '', names[cell.predicted] ?? '']}
        onCell={(label, predicted) =>
          onChoose({ label: names.indexOf(label), predicted: names.indexOf(predicted) })
        }
      />
      <ConfusionTable
        label={`Confusion matrix${of}`}
        spec={spec}
        confusion={predictions.confusion}
        chosen={cell}
        onChoose={onChoose}
      />
    </>
  );
}
