/** What a visitor has drawn below the table of runs. */
import { isMeasure, type MeasureKey } from '../curves/measures.ts';
import { AXIS_SETTINGS, type AxisSetting } from '../spec/matrix.ts';

/** What is drawn of the runs in the table: their results against a setting in which they differ. */
export interface RunsPlot {
  readonly shown: boolean;
  /** Undefined leaves the choice to the page. */
  readonly setting: AxisSetting | undefined;
  readonly measure: MeasureKey;
}

export const DEFAULT_RUNS_PLOT: RunsPlot = { shown: false, setting: undefined, measure: 'test' };

/** A choice from outside; what it lacks, or has in another shape, is as in the default. */
export function readRunsPlot(stored: unknown): RunsPlot {
  const given: Readonly<Record<string, unknown>> =
    typeof stored === 'object' && stored !== null ? { ...stored } : {};
  return {
    shown: given.shown === true,
    setting: AXIS_SETTINGS.find((setting) => setting === given.setting),
    measure: isMeasure(given.measure) ? given.measure : DEFAULT_RUNS_PLOT.measure,
  };
}
