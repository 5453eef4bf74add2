/** What of a gradient goes where, before and after the way back through Weight Standardization. */
import { decimal } from '../decimal.ts';
import type { Components } from './standardize.ts';

const ROWS = [
  { key: 'ones', name: 'along (1, …, 1)' },
  { key: 'kernel', name: 'along the kernel' },
  { key: 'rest', name: 'all the rest' },
] as const satisfies readonly { readonly key: keyof Components; readonly name: string }[];

interface ComponentTableProps {
  readonly before: Components;
  readonly after: Components;
}

export const ComponentTable = ({ before, after }: ComponentTableProps) => (
  <table className="components">
    <caption>Length of the gradient</caption>
    <thead>
      <tr>
        <td />
        <th scope="col">before</th>
        <th scope="col">after</th>
      </tr>
    </thead>
    <tbody>
      {ROWS.map(({ key, name }) => (
        <tr key={key}>
          <th scope="row">{name}</th>
          <td>{decimal(before[key])}</td>
          <td>{decimal(after[key])}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
