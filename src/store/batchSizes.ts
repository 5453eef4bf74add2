/** What the page draws against batch size: the results of the table, or of all that is there while it has too few. */
import { type BatchSizes, byBatchSize } from '../curves/byBatchSize.ts';
import { groupColours } from '../curves/colours.ts';
import { groupKey, groupRuns } from '../results/groups.ts';
import type { Experiment } from '../spec/experiment.ts';
import { type Matrix, matrixExperiments } from '../spec/matrix.ts';
import { type RunRecord, resultOf } from './run.ts';
import { runGroupKey } from './runGroups.ts';

export interface ShownBatchSizes {
  readonly sizes: BatchSizes;
  /** Whether they are the table's, with its settings; else those of every run on the page. */
  readonly ofTable: boolean;
}

/**
 * Forks are left out, as in the table: they saw other settings first.
 * @param base the settings that the table's cells share
 * @returns undefined where no method has results at two batch sizes
 */
export function shownBatchSizes(
  runs: readonly RunRecord[],
  base: Experiment,
  matrix: Matrix,
): ShownBatchSizes | undefined {
  const unforked = runs.filter(({ fork }) => !fork);
  const results = unforked.map(resultOf);
  const colourOf = groupColours(
    results,
    unforked.map(({ colour }) => colour),
  );
  const groups = groupRuns(results);
  const cells = matrixExperiments({ ...base, repeats: 1 }, matrix).map((experiment) =>
    runGroupKey({ experiment }),
  );
  const inTable = cells.flatMap((key) => groups.find((group) => groupKey(group) === key) ?? []);
  const ofTable = byBatchSize(inTable, colourOf);
  if (ofTable) return { sizes: ofTable, ofTable: true };
  const sizes = byBatchSize(groups, colourOf);
  return sizes && { sizes, ofTable: false };
}
