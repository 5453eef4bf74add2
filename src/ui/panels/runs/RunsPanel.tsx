/** The tab Runs: whose turn it is, then every run and every group of seeds on a line of its own. */
import { RunsHead } from './RunsHead.tsx';
import { RunsTable } from './RunsTable.tsx';

export function RunsPanel() {
  return (
    <>
      <RunsHead />
      <RunsTable />
    </>
  );
}
