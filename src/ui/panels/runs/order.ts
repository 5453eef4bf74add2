/** In which order the table shows its groups of seeds, and the seeds within them: by one of its columns. */
import { mean } from '../../../results/statistics.ts';
import { isActive, type RunRecord } from '../../../store/run.ts';
import { countedRuns } from '../../../store/runGroups.ts';
import type { PageState } from '../../../store/state.ts';
import { secondsLeft } from '../../../store/timeLeft.ts';
import { recentAccuracy, testAccuracy } from './numbers.ts';
import { imagesDone } from './words.ts';

type Value = string | number | undefined;

interface ColumnOrder {
  /** What a press sorts first: names from A, accuracies from the best. */
  readonly first: RunOrder['direction'];
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
  'Images/s': { first: 'descending', value: ({ progress }) => progress?.imagesPerSecond || undefined },
  Left: { first: 'ascending', value: (run, state) => (isActive(run) ? secondsLeft(run, state) : undefined) },
} as const satisfies Readonly<Record<string, ColumnOrder>>;

export type RunColumn = keyof typeof RUN_COLUMNS;

export interface RunOrder {
  readonly by: RunColumn;
  readonly direction: 'ascending' | 'descending';
}

/** After a press on a column's head: sorted by it, then the other way round, then as the runs came. */
export function orderAfter(order: RunOrder | undefined, by: RunColumn): RunOrder | undefined {
  const { first } = RUN_COLUMNS[by];
  if (order?.by !== by) return { by, direction: first };
  if (order.direction !== first) return undefined;
  return { by, direction: first === 'ascending' ? 'descending' : 'ascending' };
}

/** Groups by the mean of their seeds, and the seeds by themselves. Equals stay as they came. */
export function sortGroups(
  groups: readonly (readonly RunRecord[])[],
  order: RunOrder | undefined,
  state: PageState,
): (readonly RunRecord[])[] {
  if (!order) return [...groups];
  const value = (run: RunRecord): Value => RUN_COLUMNS[order.by].value(run, state);
  const sign = order.direction === 'ascending' ? 1 : -1;
  return sorted(
    groups.map((runs) => sorted(runs, value, sign)),
    (runs) => ofGroup(countedRuns(runs).map(value)),
    sign,
  );
}

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
