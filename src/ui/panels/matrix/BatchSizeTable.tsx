/** The plot against batch size in numbers. */
import { BATCH_SIZES_TITLE, columnsOf } from '../../../curves/batchSizeWords.ts';
import type { BatchSizes } from '../../../curves/byBatchSize.ts';

export function BatchSizeTable({ sizes }: { readonly sizes: BatchSizes }) {
  const columns = columnsOf(sizes);
  return (
    <details className="choice">
      <summary>As a table</summary>
      <div className="choice-box batch-sizes-scroll">
        <table className="batch-sizes-table" aria-label={BATCH_SIZES_TITLE}>
          <thead>
            <tr>
              <th scope="col">Method</th>
              {columns.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          {sizes.lines.map(({ name, points }) => (
            <tbody key={name}>
              {points.map((point) => (
                <tr key={point.batch}>
                  <th scope="row">{name}</th>
                  {columns.map(({ title, cell }) => (
                    <td key={title}>{cell(point)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </details>
  );
}
