/** Which runs stand together in the table, and in which order: groups of seeds, and heads above them. */
import { groupedBy } from '../../../results/groups.ts';
import { mean } from '../../../results/statistics.ts';
import { baselineOf, differenceTo, testAccuracy } from '../../../store/baseline.ts';
import { isActive, type RunRecord } from '../../../store/run.ts';
import { countedRuns, groupRuns } from '../../../store/runGroups.ts';
import type { PageState } from '../../../store/state.ts';
import {
  type Facet,
  facetValue,
  isBaseline,
  shownRuns,
  type TableColumn,
  type TableOrder,
} from '../../../store/table.ts';
import { secondsLeft } from '../../../store/timeLeft.ts';
import { imagesPerSecond, recentAccuracy } from './numbers.ts';
import { imagesDone } from './words.ts';

type Value = string | number | undefined;

interface ColumnOrder {
  /** What a press sorts first: names from A, accuracies from the best. */
  readonly first: TableOrder['direction'];
  /** Undefined where the run has none: it then stands at the end, whichever way. */
  value(run: RunRecord, state: PageState): Value;
}

export const RUN_COLUMNS = {
  Run: { first: 'ascending', value: ({ name }) => name },
  Batch: { first: 'ascending', value: ({ experiment }) => experiment.batch },
  Progress: {
    first: 'descending',
    value(run) {
      const { done, total } = imagesDone(run);
      return done / total;
    },
  },
  'Train acc.': { first: 'descending', value: ({ points }) => recentAccuracy(points) },
  'Val acc.': { first: 'descending', value: ({ history }) => history.at(-1)?.val_acc },
  'Test acc.': { first: 'descending', value: testAccuracy },
  Difference: {
    first: 'descending',
    value(run, state) {
      const baseline = baselineOf(state);
      return baseline && differenceTo(baseline, [run])?.estimate;
    },
  },
  'Images/s': { first: 'descending', value: imagesPerSecond },
  Left: { first: 'ascending', value: (run, state) => (isActive(run) ? secondsLeft(run, state) : undefined) },
} as const satisfies Readonly<Record<TableColumn, ColumnOrder>>;

/** After a press on a column's head: sorted by it, then the other way round, then as the runs came. */
export function orderAfter(order: TableOrder | undefined, by: TableColumn): TableOrder | undefined {
  const { first } = RUN_COLUMNS[by];
  if (order?.by !== by) return { by, direction: first };
  if (order.direction !== first) return undefined;
  return { by, direction: first === 'ascending' ? 'descending' : 'ascending' };
}

export interface Section {
  /** '' where the table has no heads. */
  readonly key: string;
  readonly groups: readonly (readonly RunRecord[])[];
}

/** What the table shows, from the top: the baseline, then groups in order, under heads where it is grouped by something. */
export function tableSections(state: PageState, runs = shownRuns(state)): Section[] {
  const { grouping, order, baseline } = state.table;
  const pinned = runs.filter((run) => isBaseline(run, baseline));
  const others = pinned.length > 0 ? runs.filter((run) => !pinned.includes(run)) : runs;
  const sorted = (some: readonly RunRecord[]) =>
    sortGroups(grouping === 'none' ? some.map((run) => [run]) : [...groupRuns(some).values()], order, state);
  const first = pinned.length > 0 ? [{ key: BASELINE, groups: [pinned] }] : [];
  if (grouping === 'seeds' || grouping === 'none') return [...first, { key: '', groups: sorted(others) }];
  return [
    ...first,
    ...sectionsBy(grouping, others, state).map(([key, some]) => ({ key, groups: sorted(some) })),
  ];
}

/** The key of the section with what is pinned. */
export const BASELINE = 'baseline';

/** By the mean of their runs where the table is sorted; else numbers ascend, and others stand as they came. */
function sectionsBy(
  facet: Facet,
  runs: readonly RunRecord[],
  state: PageState,
): (readonly [string, readonly RunRecord[]])[] {
  const sections = [...groupedBy(runs, (run) => facetValue(run, facet))];
  const { order } = state.table;
  if (order) {
    const { value, sign } = keyOf(order, state);
    return sorted(sections, ([, some]) => ofGroup(seedsOf(some).map(value)), sign);
  }
  const numbers = sections.every(([key]) => Number.isFinite(Number(key)));
  return numbers ? sections.sort(([a], [b]) => Number(a) - Number(b)) : sections;
}

/** Of several groups the runs that count. */
export const seedsOf = (runs: readonly RunRecord[]): readonly RunRecord[] =>
  [...groupRuns(runs).values()].flatMap(countedRuns);

/** Every group of the table in its order, whatever heads stand above them. */
export const tableGroups = (state: PageState, runs?: readonly RunRecord[]): (readonly RunRecord[])[] =>
  tableSections(state, runs).flatMap(({ groups }) => groups);

/** Groups by the mean of their seeds, and the seeds by themselves. Equals stay as they came. */
export function sortGroups(
  groups: readonly (readonly RunRecord[])[],
  order: TableOrder | undefined,
  state: PageState,
): (readonly RunRecord[])[] {
  if (!order) return [...groups];
  const { value, sign } = keyOf(order, state);
  return sorted(
    groups.map((runs) => sorted(runs, value, sign)),
    (runs) => ofGroup(countedRuns(runs).map(value)),
    sign,
  );
}

const keyOf = ({ by, direction }: TableOrder, state: PageState) => ({
  value: (run: RunRecord): Value => RUN_COLUMNS[by].value(run, state),
  sign: direction === 'ascending' ? 1 : -1,
});

/** The mean of numbers, the first of names. */
function ofGroup(values: readonly Value[]): Value {
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length > 0 ? mean(numbers) : values[0];
}

function sorted<T>(items: readonly T[], value: (item: T) => Value, sign: number): T[] {
  return items
    .map((item) => ({ item, value: value(item) }))
    .toSorted((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined);
      }
      return sign * compare(a.value, b.value);
    })
    .map(({ item }) => item);
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), 'en', { numeric: true });
