/** The confusion matrix for keyboards and screen readers: a table whose counts are buttons. */

import type { Predictions } from '../../../inspection/question.ts';
import { className, type DataSpec } from '../../../spec/dataSpec.ts';
import type { ConfusionCell } from '../../../store/predictionsView.ts';
import { distinctNames } from '../pictureName.ts';
import { CellButton } from './CellButton.tsx';

export interface ConfusionTableProps {
  readonly label: string;
  readonly spec: DataSpec | undefined;
  readonly confusion: Predictions['confusion'];
  readonly chosen: ConfusionCell;
  readonly onChoose: (cell: ConfusionCell) => void;
}

export function ConfusionTable({ label: name, spec, confusion, chosen, onChoose }: ConfusionTableProps) {
  const names = spec ? distinctNames(spec) : [];
  return (
    <details className="choice">
      <summary>As a table</summary>
      <div className="choice-box confusion-scroll">
        <table className="confusion-table" aria-label={name}>
          <thead>
            <tr>
              <th scope="col">true class ↓ predicted →</th>
              {confusion.map((_, predicted) => (
                <th key={names[predicted]} scope="col">
                  {className(spec, predicted)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusion.map((row, label) => (
              <tr key={names[label]}>
                <th scope="row">{className(spec, label)}</th>
                {row.map((count, predicted) => (
                  <td key={names[predicted]} className={label === predicted ? 'right' : undefined}>
                    {count === 0 ? (
                      0
                    ) : (
                      <CellButton
                        spec={spec}
                        cell={{ label, predicted }}
                        count={count}
                        chosen={chosen}
                        onChoose={onChoose}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
