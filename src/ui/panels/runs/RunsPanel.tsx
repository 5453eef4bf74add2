/**
 * Every run on a line. Seeds of one experiment stand together below a line with their mean, which folds them away: with
 * three seeds a method, the mean is what one reads. What is pinned comes first; heads above the groups where a visitor
 * asked for them.
 */
import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { counted } from '../../../spec/numbers.ts';
import { type Baseline, baselineOf } from '../../../store/baseline.ts';
import type { RunRecord } from '../../../store/run.ts';
import { runGroupKey, runGroupNamer } from '../../../store/runGroups.ts';
import { type Facet, facetLabel, facetWords, isFacet, TABLE_COLUMNS } from '../../../store/table.ts';
import { useActions, usePage, usePlayground, useThrottled } from '../../playground.ts';
import { GroupRow } from './GroupRow.tsx';
import { BASELINE, tableSections } from './order.ts';
import { RunRow } from './RunRow.tsx';
import { RunsHead } from './RunsHead.tsx';
import { RunsPlot } from './RunsPlot.tsx';
import { SortHead } from './SortHead.tsx';

/** Of the table, with that of the actions. */
const COLUMNS = TABLE_COLUMNS.length + 1;
/** Between two looks at what the runs are sorted by: rows that keep moving cannot be read. */
const SORT_MS = 1000;

/** Groups of a longer table start folded. */
const MAX_UNFOLDED = 8;
/** Groups that are laid out at once: further ones take a press. */
const MOST_GROUPS = 60;

interface Group {
  readonly key: string;
  readonly name: string;
  readonly ids: readonly string[];
}

interface Section {
  readonly key: string;
  /** '' where no head stands above it. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly groups: readonly Group[];
}

function RunsTable() {
  const { setTable } = useActions();
  const order = usePage((state) => state.table.order);
  const baseline = usePage(baselineOf);
  const empty = usePage(({ runs }) => runs.length === 0);
  const sections = useSections();
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [most, setMost] = useState(MOST_GROUPS);
  const runs = sections.reduce((sum, { ids }) => sum + ids.length, 0);
  const long = runs > MAX_UNFOLDED;
  const fold = (key: string, folded: boolean) => () => setFolds(new Map(folds).set(key, folded));
  const isFolded = (key: string): boolean => folds.get(key) ?? long;
  const open = sections.map((section) =>
    section.name !== '' && isFolded(section.key) ? { ...section, groups: [] } : section,
  );
  const groups = open.reduce((sum, section) => sum + section.groups.length, 0);
  let left = most;
  return (
    <table aria-label="Runs" className="runs-table">
      <SortHead
        order={order}
        onOrder={(next) => setTable({ order: next })}
        sortable={runs > 1}
        baseline={baseline}
      />
      {open.map(({ key, name, ids, groups: all }) => {
        const laidOut = all.slice(0, left);
        left -= laidOut.length;
        const folded = isFolded(key);
        return [
          name !== '' && (
            <tbody key={`head ${key}`} className="section">
              <GroupRow
                ids={ids}
                name={name}
                folded={folded}
                onFold={fold(key, !folded)}
                baseline={baseline}
                section
              />
            </tbody>
          ),
          ...laidOut.map((group) => (
            <GroupLines
              key={`${key} ${group.key}`}
              group={group}
              baseline={baseline}
              pinned={key === BASELINE}
              folded={isFolded(group.key)}
              onFold={fold(group.key, !isFolded(group.key))}
            />
          )),
        ];
      })}
      {runs === 0 && (
        <tbody>
          <tr className="no-runs">
            <td colSpan={COLUMNS}>
              {empty
                ? 'No runs yet. Each training run gets a line here and a curve above.'
                : 'No run is like that: clear the filters to see all.'}
            </td>
          </tr>
        </tbody>
      )}
      {groups > most && (
        <tbody>
          <tr className="more-lines">
            <td colSpan={COLUMNS}>
              <button type="button" onClick={() => setMost(groups)}>
                Show {counted(groups - most, 'more line')}
              </button>
            </td>
          </tr>
        </tbody>
      )}
    </table>
  );
}

interface GroupLinesProps {
  readonly group: Group;
  readonly baseline: Baseline | undefined;
  readonly pinned: boolean;
  readonly folded: boolean;
  readonly onFold: () => void;
}

/** A run, or several seeds below a line with their mean. */
function GroupLines({ group: { name, ids }, baseline, pinned, folded, onFold }: GroupLinesProps) {
  const several = ids.length > 1;
  const shared = { baseline, pinned };
  return (
    <tbody className={pinned ? 'pinned' : undefined}>
      {several && <GroupRow ids={ids} name={name} folded={folded} onFold={onFold} {...shared} />}
      {!(several && folded) && ids.map((id) => <RunRow key={id} id={id} member={several} {...shared} />)}
    </tbody>
  );
}

/** Renders when runs come, go or move, when the table is asked for others, and when others come first in the order. */
function useSections(): readonly Section[] {
  const { store } = usePlayground();
  const table = usePage((state) => state.table);
  const ids = usePage(useShallow(({ runs }) => runs.map(({ id }) => id)));
  const moved = useThrottled(
    (state) =>
      tableSections(state)
        .map(({ key, groups }) => [key, ...idsOf(groups)].join(' '))
        .join(),
    SORT_MS,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ids` and `moved` say when the runs are worth reading again
  return useMemo(() => {
    const state = store.getState();
    const nameOf = runGroupNamer(state.runs);
    const groupOf = (runs: readonly RunRecord[]): Group => {
      const [first] = runs;
      const key = first ? (runs.length > 1 ? runGroupKey(first) : first.id) : '';
      return { key, name: first ? nameOf(first) : '', ids: idsOf([runs]) };
    };
    return tableSections(state).map(({ key, groups }) => {
      const first = groups[0]?.[0];
      const { grouping } = table;
      const named = first && isFacet(grouping) && key !== BASELINE;
      return {
        key,
        name: named ? headOf(first, grouping) : '',
        ids: idsOf(groups),
        groups: groups.map(groupOf),
      };
    });
  }, [store, table, ids, moved]);
}

const headOf = (run: RunRecord, facet: Facet): string =>
  facet === 'method' || facet === 'outcome'
    ? facetWords(run, facet)
    : `${facetLabel(facet)} ${facetWords(run, facet)}`;

const idsOf = (groups: readonly (readonly RunRecord[])[]): string[] => groups.flat().map(({ id }) => id);

/** The tab Runs: whose turn it is, then every run and every group of seeds on a line of its own, then what becomes of them. */
export function RunsPanel() {
  return (
    <>
      <RunsHead />
      <RunsTable />
      <RunsPlot />
    </>
  );
}
