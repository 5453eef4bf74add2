/** The plot against batch size in numbers. */
import {
  BATCH_SIZE_COLUMNS,
  BATCH_SIZES_TITLE,
  PUBLISHED_COLUMN,
  pointCells,
  publishedText,
} from '../../../curves/batchSizeWords.ts';
import type { BatchSizes } from '../../../curves/byBatchSize.ts';

export function BatchSizeTable({ sizes: { lines } }: { readonly sizes: BatchSizes }) {
  const published = lines.some(({ points }) => points.some((point) => point.published !== undefined));
  return (
    <details className="choice">
      <summary>As a table</summary>
      <div className="choice-box batch-sizes-scroll">
        <table className="batch-sizes-table" aria-label={BATCH_SIZES_TITLE}>
          <thead>
            <tr>
              <th scope="col">Method</th>
              {BATCH_SIZE_COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              {published && <th scope="col">{PUBLISHED_COLUMN}</th>}
            </tr>
          </thead>
          {lines.map(({ name, points }) => (
            <tbody key={name}>
              {points.map((point) => (
                <tr key={point.batch}>
                  <th scope="row">{name}</th>
                  {pointCells(point).map((cell, i) => (
                    <td key={BATCH_SIZE_COLUMNS[i]}>{cell}</td>
                  ))}
                  {published && <td>{publishedText(point)}</td>}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </details>
  );
}
