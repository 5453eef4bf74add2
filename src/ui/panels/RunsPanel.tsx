/** The tabs below the charts. So far there is one, Runs; a further tab is one entry in TABS. */
import { useShallow } from 'zustand/react/shallow';
import { usePage } from '../playground.ts';
import { RunRow } from './RunRow.tsx';

const COLUMNS = ['Batch', 'Progress', 'Train acc.', 'Val acc.', 'Test acc.', 'Images/s', 'Left'] as const;

export function RunsPanel() {
  return (
    <section className="card runs" aria-label="Results">
      <div role="tablist" aria-label="Results" className="tabs">
        <button type="button" role="tab" id="tab-runs" aria-selected="true" aria-controls="panel-runs">
          Runs
        </button>
      </div>
      <div role="tabpanel" id="panel-runs" aria-labelledby="tab-runs">
        <RunsTable />
      </div>
    </section>
  );
}

function RunsTable() {
  const ids = usePage(useShallow((state) => state.runs.map((run) => run.id)));
  return (
    <table aria-label="Runs">
      <thead>
        <tr>
          <th scope="col">Run</th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {ids.map((id) => (
          <RunRow key={id} id={id} />
        ))}
        {ids.length === 0 && (
          <tr className="no-runs">
            <td colSpan={COLUMNS.length + 2}>
              No runs yet. Each training run gets a line here and a curve above.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
