/** Values of two images on number lines under each other, image A as circles and B as squares, with the numbers beside. */
import { decimal } from '../decimal.ts';

interface NumberLinesProps {
  readonly title: string;
  /** 'A1', one a value. */
  readonly names: readonly string[];
  readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** The lines go from −reach to reach; what lies beyond is drawn at their ends. */
  readonly reach: number;
}

export const NumberLines = ({ title, names, lines, reach }: NumberLinesProps) => (
  <table className="number-lines">
    <caption>{title}</caption>
    <thead>
      <tr>
        <td />
        <td className="line-cell" aria-hidden="true">
          <span className="line-ends">
            <span>{decimal(-reach, 0)}</span>
            <span>0</span>
            <span>{reach}</span>
          </span>
        </td>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {lines.map((line) => (
        <tr key={line.name}>
          <th scope="row">{line.name}</th>
          <td className="line-cell" aria-hidden="true">
            <Line names={names} values={line.values} reach={reach} />
          </td>
          {line.values.map((value, i) => (
            <td key={names[i]}>{decimal(value)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

function Line({
  names,
  values,
  reach,
}: Pick<NumberLinesProps, 'names' | 'reach'> & { values: readonly number[] }) {
  return (
    <span className="number-line">
      {values.map((value, i) => {
        const at = Math.max(-1, Math.min(1, value / reach));
        const image = names[i]?.startsWith('A') ? 'mark image-a' : 'mark image-b';
        return <span key={names[i]} className={image} style={{ left: `${50 + 50 * at}%` }} />;
      })}
    </span>
  );
}
