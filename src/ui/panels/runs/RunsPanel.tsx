/**
 * Every run on a line. Seeds of one experiment stand together below a line with their mean, which folds them away: with
 * three seeds a method, the mean is what one reads.
 */
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunRecord } from '../../../store/run.ts';
import { groupRuns, runGroupKey, runGroupNamer } from '../../../store/runGroups.ts';
import type { PageState } from '../../../store/state.ts';
import { usePage, usePlayground, useThrottled } from '../../playground.ts';
import { GroupRow } from './GroupRow.tsx';
import { RUN_COLUMNS, type RunOrder, sortGroups } from './order.ts';
import { RunRow } from './RunRow.tsx';
import { RunsHead } from './RunsHead.tsx';
import { SortHead } from './SortHead.tsx';

/** Of the table, with that of the actions. */
const COLUMNS = Object.keys(RUN_COLUMNS).length + 1;
/** Between two looks at what the runs are sorted by: rows that keep moving cannot be read. */
const SORT_MS = 1000;

/** Groups of a longer table start folded. */
const MAX_UNFOLDED = 8;

interface Group {
  readonly key: string;
  readonly name: string;
  readonly ids: readonly string[];
}

function RunsTable() {
  const [order, setOrder] = useState<RunOrder>();
  const groups = useGroups(order);
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const runs = groups.reduce((sum, { ids }) => sum + ids.length, 0);
  const long = runs > MAX_UNFOLDED;
  return (
    <table aria-label="Runs" className="runs-table">
      <SortHead order={order} onOrder={setOrder} sortable={runs > 1} />
      {groups.map(({ key, name, ids }) => {
        const several = ids.length > 1;
        const folded = several && (folds.get(key) ?? long);
        return (
          <tbody key={key}>
            {several && (
              <GroupRow
                ids={ids}
                name={name}
                folded={folded}
                onFold={() => setFolds(new Map(folds).set(key, !folded))}
              />
            )}
            {!folded && ids.map((id) => <RunRow key={id} id={id} member={several} />)}
          </tbody>
        );
      })}
      {groups.length === 0 && (
        <tbody>
          <tr className="no-runs">
            <td colSpan={COLUMNS}>No runs yet. Each training run gets a line here and a curve above.</td>
          </tr>
        </tbody>
      )}
    </table>
  );
}

/** Renders when runs come, go or move, and when others than before come first in the order. */
function useGroups(order: RunOrder | undefined): readonly Group[] {
  const { store } = usePlayground();
  usePage(useShallow(({ runs }) => runs.map(({ id }) => id)));
  useThrottled((state) => order && idsOf(sorted(state, order)).join(' '), SORT_MS);
  const state = store.getState();
  const nameOf = runGroupNamer(state.runs);
  return sorted(state, order).map((runs) => ({
    key: runs[0] ? runGroupKey(runs[0]) : '',
    name: runs[0] ? nameOf(runs[0]) : '',
    ids: idsOf([runs]),
  }));
}

const sorted = (state: PageState, order: RunOrder | undefined): (readonly RunRecord[])[] =>
  sortGroups([...groupRuns(state.runs).values()], order, state);

const idsOf = (groups: readonly (readonly RunRecord[])[]): string[] => groups.flat().map(({ id }) => id);

/** The tab Runs: whose turn it is, then every run and every group of seeds on a line of its own. */
export function RunsPanel() {
  return (
    <>
      <RunsHead />
      <RunsTable />
    </>
  );
}
