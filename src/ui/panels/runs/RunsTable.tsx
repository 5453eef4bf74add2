/**
 * Every run on a line. Seeds of one experiment stand together below a line with their mean, which folds them away: with
 * three seeds a method, the mean is what one reads.
 */
import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { groupRuns, runGroupName } from '../../../store/runGroups.ts';
import type { PageState } from '../../../store/state.ts';
import { usePage, usePlayground } from '../../playground.ts';
import { GroupRow } from './GroupRow.tsx';
import { RunRow } from './RunRow.tsx';

const COLUMNS = ['Batch', 'Progress', 'Train acc.', 'Val acc.', 'Test acc.', 'Images/s', 'Left'] as const;

/** Groups of a longer table start folded. */
const MAX_UNFOLDED = 8;

interface Group {
  readonly key: string;
  readonly name: string;
  readonly ids: readonly string[];
}

export function RunsTable() {
  const groups = useGroups();
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const long = groups.reduce((sum, { ids }) => sum + ids.length, 0) > MAX_UNFOLDED;
  return (
    <table aria-label="Runs" className="runs-table">
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
            <td colSpan={COLUMNS.length + 2}>
              No runs yet. Each training run gets a line here and a curve above.
            </td>
          </tr>
        </tbody>
      )}
    </table>
  );
}

/** Which runs there are and how they group: what changes only when runs come, go or move. */
const order = ({ runs }: PageState): string[] => runs.map(({ id }) => id);

function useGroups(): readonly Group[] {
  const { store } = usePlayground();
  const ids = usePage(useShallow(order));
  return useMemo(() => {
    const all = store.getState().runs.filter(({ id }) => ids.includes(id));
    return [...groupRuns(all)].map(([key, runs]) => ({
      key,
      name: runs[0] ? runGroupName(runs[0], all) : '',
      ids: runs.map(({ id }) => id),
    }));
  }, [store, ids]);
}
