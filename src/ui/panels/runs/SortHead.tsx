/** The table's heads: each a button that sorts by its column, once there is something to sort. */
import type { Baseline } from '../../../store/baseline.ts';
import { TABLE_COLUMNS, type TableColumn, type TableOrder } from '../../../store/table.ts';
import { orderAfter } from './order.ts';

interface SortHeadProps {
  readonly order: TableOrder | undefined;
  readonly onOrder: (order: TableOrder | undefined) => void;
  /** Whether there is more than one run. */
  readonly sortable: boolean;
  /** What the others are held against. */
  readonly baseline: Baseline | undefined;
}

/** There is no room for all: against a baseline results count. */
const PACE: readonly TableColumn[] = ['Images/s', 'Left'];
const shownColumns = (baseline: Baseline | undefined): TableColumn[] =>
  TABLE_COLUMNS.filter((column) => (baseline ? !PACE.includes(column) : column !== 'Difference'));

const ARROWS = { ascending: '▲', descending: '▼' } as const;

export function SortHead({ order, onOrder, sortable, baseline }: SortHeadProps) {
  return (
    <thead className={sortable ? 'sortable' : undefined}>
      <tr>
        {shownColumns(baseline).map((column) => {
          const direction = order?.by === column ? order.direction : undefined;
          return (
            <th
              key={column}
              scope="col"
              className={PACE.includes(column) ? 'pace' : undefined}
              aria-sort={sortable ? (direction ?? 'none') : undefined}
              title={column === 'Difference' ? `Test accuracy less that of ${baseline?.name}` : undefined}
            >
              {sortable ? (
                <button
                  type="button"
                  className={direction ? 'quiet sort sorted' : 'quiet sort'}
                  onClick={() => onOrder(orderAfter(order, column))}
                >
                  {column}
                  <span className="sort-arrow" aria-hidden="true">
                    {direction && ARROWS[direction]}
                  </span>
                </button>
              ) : (
                column
              )}
            </th>
          );
        })}
        <th scope="col">
          <span className="visually-hidden">Actions</span>
        </th>
      </tr>
    </thead>
  );
}
