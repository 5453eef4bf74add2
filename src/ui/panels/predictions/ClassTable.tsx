/** Precision and recall of each class, as bars and numbers; the heads sort. */
import { useState } from 'react';
import type { Predictions } from '../../../inspection/question.ts';
import { percent } from '../inside/numbers.ts';
import { className } from '../pictureName.ts';
import { type ClassColumn, classRows, orderAfter, WORST_FIRST } from './classRows.ts';

const COLUMNS: readonly { readonly by: ClassColumn; readonly name: string }[] = [
  { by: 'label', name: 'Class' },
  { by: 'precision', name: 'Precision' },
  { by: 'recall', name: 'Recall' },
  { by: 'images', name: 'Images' },
];

const ARROWS = { ascending: '▲', descending: '▼' } as const;

export function ClassTable({ classes }: Pick<Predictions, 'classes'>) {
  const [order, setOrder] = useState(WORST_FIRST);
  return (
    <section className="predictions-section" aria-labelledby="classes-heading">
      <h3 id="classes-heading">Class by class</h3>
      <p className="predictions-lead">
        Precision: of the images that it calls so, the share that are. Recall: of the images that are, the
        share that it calls so.
      </p>
      <table className="class-table" aria-label="Precision and recall">
        <thead>
          <tr>
            {COLUMNS.map(({ by, name }) => (
              <th key={by} scope="col" aria-sort={order.by === by ? order.direction : 'none'}>
                <button type="button" className="quiet" onClick={() => setOrder(orderAfter(order, by))}>
                  {name}
                  <span aria-hidden="true">{order.by === by ? ARROWS[order.direction] : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classRows(classes, order).map(({ label, precision, recall, images }) => (
            <tr key={label}>
              <th scope="row">{className(label)}</th>
              <td>
                <Share value={precision} none={`Nothing was taken for ${className(label)}`} />
              </td>
              <td>
                <Share value={recall} none={`No image is of the class ${className(label)}`} />
              </td>
              <td>{images.toLocaleString('en-US')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
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
