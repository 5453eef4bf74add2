/**
 * What the page draws against a setting. Below the table of two settings: its results, or those of all that is there
 * while it has too few, against what it varies that is a number. Below the table of runs: any result of the runs that it
 * shows against anything in which they differ.
 */
import { bySetting, type SettingPlot, settingValue } from '../curves/bySetting.ts';
import { groupColours } from '../curves/colours.ts';
import { groupKey, groupRuns } from '../results/groups.ts';
import type { Experiment } from '../spec/experiment.ts';
import { FIELDS, type FieldKey } from '../spec/fields.ts';
import { AXIS_SETTINGS, type AxisSetting, type Matrix, matrixCells } from '../spec/matrix.ts';
import { foundCell } from './cells.ts';
import { type RunRecord, resultOf } from './run.ts';
import { runGroupKey } from './runGroups.ts';
import type { RunsPlot } from './runsPlot.ts';

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
  // Where a setting does nothing to a norm, cells share runs.
  const inTable = [...new Set(cells)].flatMap((key) => groups.find((group) => groupKey(group) === key) ?? []);
  const setting = plottedSetting(matrix);
  const ofTable = bySetting(inTable, setting, {
    paletteOf: colourOf,
    ...(matrix.rates && { own: ['lr'] }),
  });
  if (ofTable) return { sizes: ofTable, ofTable: true };
  const sizes = bySetting(groups, setting, { paletteOf: colourOf });
  return sizes && { sizes, ofTable: false };
}

/** Said by the method. */
const IN_METHOD: readonly FieldKey[] = ['norm', 'groups', 'weights'];

/** What these runs differ in, so that a result may be drawn against it: numbers first, of which the batch size, then names. */
export function plottableSettings(runs: readonly RunRecord[]): AxisSetting[] {
  const values = (setting: AxisSetting) =>
    new Set(runs.map(({ experiment }) => settingValue(experiment, setting)));
  const rank = (setting: AxisSetting): number => {
    if (setting === 'batch') return 0;
    if (setting === 'method') return 2;
    return FIELDS[setting].kind === 'number' ? 1 : 3;
  };
  return AXIS_SETTINGS.filter(
    (setting) => (setting === 'method' || !IN_METHOD.includes(setting)) && values(setting).size > 1,
  ).toSorted((a, b) => rank(a) - rank(b));
}

/** More lines cannot be told apart. */
const MOST_LINES = 12;

/**
 * @param runs those that are drawn, in the order of the table; forks are left out
 * @param pinned the runs of the baseline, if there is one
 * @returns undefined where there is nothing to draw
 */
export function runsPlot(
  runs: readonly RunRecord[],
  { setting, measure }: Pick<RunsPlot, 'setting' | 'measure'>,
  pinned?: { readonly name: string; readonly runs: readonly RunRecord[] },
): SettingPlot | undefined {
  const ended = runs.filter(({ fork, status }) => !fork && /^(finished|diverged)$/.test(status.kind));
  const settings = plottableSettings(ended);
  const chosen = setting && settings.includes(setting) ? setting : settings[0];
  if (!chosen) return undefined;
  const results = ended.map(resultOf);
  const paletteOf = groupColours(
    results,
    ended.map(({ colour }) => colour),
  );
  const [against] = groupRuns((pinned?.runs ?? []).map(resultOf));
  const baseline = pinned && against && { name: pinned.name, group: against };
  return bySetting(groupRuns(results), chosen, { paletteOf, measure, baseline, most: MOST_LINES });
}
