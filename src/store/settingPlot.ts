/** What the page draws against a setting of the table that is a number: the results of the table, or of all that is there while it has too few. */
import { bySetting, type SettingPlot } from '../curves/bySetting.ts';
import { groupColours } from '../curves/colours.ts';
import { groupKey, groupRuns } from '../results/groups.ts';
import type { Experiment } from '../spec/experiment.ts';
import { FIELDS, type FieldKey } from '../spec/fields.ts';
import { type Matrix, matrixCells } from '../spec/matrix.ts';
import { foundCell } from './cells.ts';
import { type RunRecord, resultOf } from './run.ts';
import { runGroupKey } from './runGroups.ts';

export interface ShownSettingPlot {
  readonly sizes: SettingPlot;
  /** Whether they are the table's, with its settings; else those of every run on the page. */
  readonly ofTable: boolean;
}

/** That of the columns, else of the rows, if it is a number; else the batch size, whatever the table varies. */
export const plottedSetting = ({ columns, rows }: Matrix): FieldKey =>
  [columns.setting, rows.setting].find(
    (setting): setting is FieldKey => setting !== 'method' && FIELDS[setting].kind === 'number',
  ) ?? 'batch';

/**
 * Forks are left out, as in the table: they saw other settings first.
 * @param base the settings that the table's cells share
 * @returns undefined where no method has results at two of its values
 */
export function shownSettingPlot(
  runs: readonly RunRecord[],
  base: Experiment,
  matrix: Matrix,
): ShownSettingPlot | undefined {
  const unforked = runs.filter(({ fork }) => !fork);
  const results = unforked.map(resultOf);
  const colourOf = groupColours(
    results,
    unforked.map(({ colour }) => colour),
  );
  const groups = groupRuns(results);
  const cells = matrixCells(base, matrix)
    .flat()
    .map((cell) => runGroupKey({ experiment: foundCell(cell, { matrix, runs }) }));
  const inTable = cells.flatMap((key) => groups.find((group) => groupKey(group) === key) ?? []);
  const setting = plottedSetting(matrix);
  const ofTable = bySetting(inTable, setting, colourOf, matrix.rates && ['lr']);
  if (ofTable) return { sizes: ofTable, ofTable: true };
  const sizes = bySetting(groups, setting, colourOf);
  return sizes && { sizes, ofTable: false };
}
