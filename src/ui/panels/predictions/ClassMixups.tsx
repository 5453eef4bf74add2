/** One class of many: what its images were taken for, and what was taken for it. */
import { className, type DataSpec } from '../../../spec/dataSpec.ts';
import { counted, grouped } from '../../../spec/numbers.ts';
import type { ConfusionCell } from '../../../store/predictionsView.ts';
import { CellButton } from './CellButton.tsx';
import { type Mixup, takenFor, takenForIt } from './mixups.ts';

interface ClassMixupsProps {
  readonly label: number;
  readonly spec: DataSpec | undefined;
  readonly confusion: readonly (readonly number[])[];
  /** ' of BN · seed 1' beside another run. */
  readonly of: string;
  readonly chosen: ConfusionCell;
  readonly onChoose: (cell: ConfusionCell) => void;
}

export function ClassMixups({ label, spec, confusion, of, chosen, onChoose }: ClassMixupsProps) {
  const name = className(spec, label);
  const row = confusion[label] ?? [];
  const images = row.reduce((total, count) => total + count, 0);
  const cell = (mixup: Mixup, which: 'label' | 'predicted') => (
    <tr key={mixup.label}>
      <th scope="row">{className(spec, mixup.label)}</th>
      <td>
        <CellButton
          spec={spec}
          cell={{ label, predicted: label, [which]: mixup.label }}
          count={mixup.count}
          chosen={chosen}
          onChoose={onChoose}
        />
      </td>
    </tr>
  );
  const away = takenFor(confusion, label);
  const here = takenForIt(confusion, label);
  return (
    <section className="class-mixups" aria-label={`${name}${of}`}>
      <h4>
        {name}: {grouped(row[label] ?? 0)} of {counted(images, 'image')} recognized
      </h4>
      <div>
        {away.length === 0 ? (
          <p className="remark">No image of {name} was taken for another class.</p>
        ) : (
          <table className="confusion-table">
            <caption>{name} was taken for</caption>
            <tbody>{away.map((mixup) => cell(mixup, 'predicted'))}</tbody>
          </table>
        )}
        {here.length === 0 ? (
          <p className="remark">No image of another class was taken for {name}.</p>
        ) : (
          <table className="confusion-table">
            <caption>Taken for {name}</caption>
            <tbody>{here.map((mixup) => cell(mixup, 'label'))}</tbody>
          </table>
        )}
      </div>
    </section>
  );
}
