/** The table's heads: each a button that sorts by its column, once there is something to sort. */
import { orderAfter, RUN_COLUMNS, type RunColumn, type RunOrder } from './order.ts';

interface SortHeadProps {
  readonly order: RunOrder | undefined;
  readonly onOrder: (order: RunOrder | undefined) => void;
  /** Whether there is more than one run. */
  readonly sortable: boolean;
}

const COLUMNS = Object.keys(RUN_COLUMNS) as RunColumn[];
const ARROWS = { ascending: '▲', descending: '▼' } as const;

export function SortHead({ order, onOrder, sortable }: SortHeadProps) {
  return (
    <thead className={sortable ? 'sortable' : undefined}>
      <tr>
        {COLUMNS.map((column) => {
          const direction = order?.by === column ? order.direction : undefined;
          return (
            <th key={column} scope="col" aria-sort={sortable ? (direction ?? 'none') : undefined}>
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
