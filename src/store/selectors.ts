/** What the page reads off the state. */

import { differingFields } from '../spec/describe.ts';
import type { Comparison, Experiment } from '../spec/experiment.ts';
import { FIELD_KEYS, type FieldKey, METHOD_KEYS } from '../spec/fields.ts';
import { PRESETS, type Preset } from '../spec/presets.ts';
import type { UsedData } from '../spec/usedData.ts';
import type { RunId } from '../worker/protocol.ts';
import { isActive, type RunRecord } from './run.ts';
import type { PageState } from './state.ts';

export const selectedExperiment = ({
  comparison,
  selected,
}: Pick<PageState, 'comparison' | 'selected'>): Experiment => comparison[selected] ?? comparison[0];

/**
 * The settings outside of the methods that each experiment has to itself: those set apart on purpose, and those in which
 * the comparison came with differences, which stay until the visitor makes them the same.
 */
export function apartFields({ comparison, apart }: Pick<PageState, 'comparison' | 'apart'>): FieldKey[] {
  if (comparison.length < 2) return [];
  const differing = differingFields(comparison);
  return FIELD_KEYS.filter(
    (key) => !METHOD_KEYS.includes(key) && (apart.includes(key) || differing.includes(key)),
  );
}

export const anyActive = (state: PageState): boolean => state.runs.some(isActive);

/** Runs by their names: every row of a table asks for its own at every event. */
const indexes = new WeakMap<readonly RunRecord[], ReadonlyMap<RunId, RunRecord>>();

export function findRun({ runs }: Pick<PageState, 'runs'>, id: RunId): RunRecord | undefined {
  const index = indexes.get(runs) ?? new Map(runs.map((run) => [run.id, run]));
  indexes.set(runs, index);
  return index.get(id);
}

/** Wherever it runs, as long as that is not what is compared. */
const isPreset = (preset: Comparison, comparison: Comparison): boolean =>
  preset.length === comparison.length &&
  comparison.every(
    (experiment, i) =>
      experiment.engine === comparison[0].engine &&
      FIELD_KEYS.every((key) => key === 'engine' || experiment[key] === preset[i]?.[key]),
  );

/** The preset that the comparison is, if nobody changed it. */
export const presetOf = (state: PageState): Preset | undefined =>
  PRESETS.find(({ comparison, alternatives = [] }) =>
    [comparison, ...alternatives].some((one) => isPreset(one, state.comparison)),
  );

/** The engine that works now, or worked last. */
export const engineInUse = (state: PageState) =>
  (state.runs.findLast((run) => isActive(run) && run.engine) ?? state.runs.findLast((run) => run.engine))
    ?.engine;

/** Where any run on the page trains, or trained, on data it was not asked to. */
export const dataFallback = (state: PageState): UsedData | undefined =>
  state.runs.findLast((run) => run.data?.why !== undefined)?.data;

/** Fraction done over all active runs, 0 … 1. */
export function overallProgress({ runs }: PageState): number {
  const active = runs.filter(isActive);
  const total = active.reduce(
    (sum, run) => sum + (run.progress?.totalImages ?? run.experiment.images * run.experiment.epochs),
    0,
  );
  const done = active.reduce((sum, run) => sum + (run.progress?.images ?? 0), 0);
  return total > 0 ? done / total : 0;
}
