/** The confusion matrix of many classes as a table: a class a row, with all that it was taken for, never a 0. */
import { useState } from 'react';
import { className } from '../../../spec/dataSpec.ts';
import { ScrollBox } from '../inside/ScrollBox.tsx';
import { distinctNames } from '../pictureName.ts';
import { CellButton } from './CellButton.tsx';
import type { ConfusionTableProps } from './ConfusionTable.tsx';
import { takenFor } from './mixups.ts';

export function LargeConfusionTable(props: ConfusionTableProps) {
  // Thousands of buttons are made once they are asked for.
  const [open, setOpen] = useState(false);
  return (
    <details className="choice" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>As a table</summary>
      {open && (
        <div className="choice-box">
          <ScrollBox label={`${props.label}, as a table`}>
            <Rows {...props} />
          </ScrollBox>
        </div>
      )}
    </details>
  );
}

function Rows({ label: name, spec, confusion, chosen, onChoose }: ConfusionTableProps) {
  const names = spec ? distinctNames(spec) : [];
  const button = (label: number, predicted: number) => (
    <CellButton
      spec={spec}
      cell={{ label, predicted }}
      count={confusion[label]?.[predicted] ?? 0}
      chosen={chosen}
      onChoose={onChoose}
    />
  );
  return (
    <table className="confusion-table by-class" aria-label={name}>
      <thead>
        <tr>
          <th scope="col">true class</th>
          <th scope="col">recognized</th>
          <th scope="col">taken for</th>
        </tr>
      </thead>
      <tbody>
        {confusion.map((row, label) => (
          <tr key={names[label]}>
            <th scope="row">{className(spec, label)}</th>
            <td className="right">{row[label] ? button(label, label) : 0}</td>
            <td>
              <ul>
                {takenFor(confusion, label).map((mixup) => (
                  <li key={mixup.label}>
                    {className(spec, mixup.label)} {button(label, mixup.label)}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
