/** Precision and recall of each class, as bars and numbers; the heads sort. */

import type { Predictions } from '../../../inspection/question.ts';
import { className, type DataSpec } from '../../../spec/dataSpec.ts';
import { grouped, percent } from '../../../spec/numbers.ts';
import { type ClassColumn, type ClassOrder, classRows, orderAfter } from './classRows.ts';

const COLUMNS: readonly { readonly by: ClassColumn; readonly name: string }[] = [
  { by: 'label', name: 'Class' },
  { by: 'precision', name: 'Precision' },
  { by: 'recall', name: 'Recall' },
  { by: 'images', name: 'Images' },
];

const ARROWS = { ascending: '▲', descending: '▼' } as const;

interface ClassTableProps extends Pick<Predictions, 'classes'> {
  readonly label: string;
  readonly spec: DataSpec | undefined;
  readonly order: ClassOrder;
  readonly onOrder: (order: ClassOrder) => void;
}

export function ClassTable({ label, spec, classes, order, onOrder }: ClassTableProps) {
  return (
    <table className="class-table" aria-label={label}>
      <thead>
        <tr>
          {COLUMNS.map(({ by, name }) => (
            <th key={by} scope="col" aria-sort={order.by === by ? order.direction : 'none'}>
              <button type="button" className="quiet" onClick={() => onOrder(orderAfter(order, by))}>
                {name}
                <span aria-hidden="true">{order.by === by ? ARROWS[order.direction] : ''}</span>
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classRows(classes, order).map(({ label: row, precision, recall, images }) => (
          <tr key={row}>
            <th scope="row">{className(spec, row)}</th>
            <td>
              <Share value={precision} none={`Nothing was taken for ${className(spec, row)}`} />
            </td>
            <td>
              <Share value={recall} none={`No image is of the class ${className(spec, row)}`} />
            </td>
            <td>{grouped(images)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ShareProps {
  /** A fraction, NaN if it is not defined. */
  readonly value: number;
  /** Why it is not. */
  readonly none: string;
}

function Share({ value, none }: ShareProps) {
  if (Number.isNaN(value)) {
    return (
      <span title={none}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{none}</span>
      </span>
    );
  }
  return (
    <span className="share">
      <span className="bar" aria-hidden="true">
        <span style={{ width: `${100 * value}%` }} />
      </span>
      <span>{percent(value)}</span>
    </span>
  );
}
