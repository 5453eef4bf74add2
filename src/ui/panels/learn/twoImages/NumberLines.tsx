/** Values of two images on number lines under each other, image A as circles and B as squares, with the numbers beside. */
import type { CSSProperties } from 'react';
import { decimal } from '../../../../spec/numbers.ts';

interface NumberLinesProps {
  readonly title: string;
  /** 'A1', one a value. */
  readonly names: readonly string[];
  readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** The lines go from −reach to reach; what lies beyond is drawn at their ends. */
  readonly reach: number;
}

export const NumberLines = ({ title, names, lines, reach }: NumberLinesProps) => (
  <table className="number-lines" style={countOf(names)}>
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
            <span className="number-line key" aria-hidden="true">
              <span className={markOf(name)} />
            </span>
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
        const name = names[i] ?? '';
        return <span key={name} className={markOf(name)} style={{ left: `${50 + 50 * at}%` }} />;
      })}
    </span>
  );
}

const markOf = (name: string): string => `mark ${name.startsWith('A') ? 'image-a' : 'image-b'}`;

/** For the styles, which give each value a column. */
const countOf = (names: readonly string[]): CSSProperties & { readonly '--values': number } => ({
  '--values': names.length,
});
