/** Measured accuracies on one scale up to 100 %: each seed a dot, the mean a bar, what the study published a diamond. */
import { type MeasuredRow, scaleStart } from './measured.ts';

interface MeasuredTableProps {
  readonly caption: string;
  readonly rows: readonly MeasuredRow[];
}

export function MeasuredTable({ caption, rows }: MeasuredTableProps) {
  const published = rows.some((row) => row.published !== undefined);
  const start = scaleStart(rows);
  return (
    <table className="claim-figures">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <td />
          <td className="claim-scale" aria-hidden="true">
            <span className="line-ends">
              <span>{100 * start}</span>
              <span>{50 * (1 + start)}</span>
              <span>100 %</span>
            </span>
          </td>
          <th scope="col">measured</th>
          {published && <th scope="col">published</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            <td className="claim-scale" aria-hidden="true">
              <Scale row={row} start={start} />
            </td>
            <td>{row.words}</td>
            {published && <td>{row.published?.words ?? '–'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ScaleProps {
  readonly row: MeasuredRow;
  /** Of the scale, which ends at 1. */
  readonly start: number;
}

function Scale({ row: { accuracies, mean, published }, start }: ScaleProps) {
  const at = (fraction: number) => ({ left: `${(100 * (fraction - start)) / (1 - start)}%` });
  return (
    <span className="number-line">
      {mean !== undefined && <span className="mark mean" style={at(mean)} />}
      {accuracies.map((accuracy, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a seed
        <span key={i} className="mark image-a" style={at(accuracy)} />
      ))}
      {published !== undefined && <span className="mark published" style={at(published.accuracy)} />}
    </span>
  );
}
