/** What is pinned for the other runs to be held against, and how far these are from it. */
import { judgedTest } from '../results/judged.ts';
import { differenceInterval, type Interval, mean } from '../results/statistics.ts';
import { dataKey } from '../spec/usedData.ts';
import type { RunRecord } from './run.ts';
import { countedRuns, runGroupKey, runGroupNamer } from './runGroups.ts';
import type { PageState } from './state.ts';
import { isBaseline } from './table.ts';

export interface Baseline {
  readonly key: string;
  readonly name: string;
  /** Of its seeds that are judged. */
  readonly accuracies: readonly number[];
  /** The images that it was trained on: runs on others are not held against it. */
  readonly data: string;
}

/** What it is judged by, undefined where that is nothing. */
export function testAccuracy(run: RunRecord): number | undefined {
  const judged = run.status.kind === 'finished' ? judgedTest(run, run.status) : undefined;
  return judged?.kind === 'unsettled' ? undefined : judged?.accuracy;
}

let latest: (Pick<PageState, 'runs' | 'table'> & { readonly found: Baseline | undefined }) | undefined;

/** Undefined where none is pinned, or it is gone. */
export function baselineOf({ runs, table }: Pick<PageState, 'runs' | 'table'>): Baseline | undefined {
  const { baseline: key } = table;
  if (key === undefined) return undefined;
  if (latest?.runs !== runs || latest.table !== table) {
    const found = findBaseline(runs, key);
    // The same object for as long as it says the same: runs that train change the state all the time.
    const same = JSON.stringify(found) === JSON.stringify(latest?.found);
    latest = { runs, table, found: same ? latest?.found : found };
  }
  return latest.found;
}

function findBaseline(runs: readonly RunRecord[], key: string): Baseline | undefined {
  const members = runs.filter((run) => isBaseline(run, key));
  const [first] = members;
  if (!first) return undefined;
  return {
    key,
    name: first.id === key ? first.name : runGroupNamer(runs)(first),
    accuracies: countedRuns(members).flatMap((run) => testAccuracy(run) ?? []),
    data: dataKey(first),
  };
}

/** The key under which a group of seeds, or one run of it, is pinned. */
export const pinKey = (runs: readonly RunRecord[]): string | undefined => {
  const [first] = runs;
  return first && runGroupKey(first);
};

export interface Difference {
  /** In test accuracy, of means, as a fraction. */
  readonly estimate: number;
  /** Welch's, 95 %; undefined where one of both has fewer than two seeds. */
  readonly interval: Interval | undefined;
}

/** Undefined where one of both has no result that counts, or they are on different images. */
export function differenceTo(baseline: Baseline, runs: readonly RunRecord[]): Difference | undefined {
  const accuracies = countedRuns(runs).flatMap((run) => testAccuracy(run) ?? []);
  if (accuracies.length === 0 || baseline.accuracies.length === 0) return undefined;
  if (runs.some((run) => dataKey(run) !== baseline.data)) return undefined;
  return {
    estimate: mean(accuracies) - mean(baseline.accuracies),
    interval: differenceInterval(accuracies, baseline.accuracies),
  };
}
