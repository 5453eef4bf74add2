/** What pressing Train will do: which runs are new, which take the place of an earlier one, in which colours. */
import { type Coloured, colourFor } from '../curves/colours.ts';
import { listOf } from '../spec/describe.ts';
import type { Comparison, Experiment } from '../spec/experiment.ts';
import { validateExperiment, whyUntrainable } from '../spec/validate.ts';
import { isActive, nameAsAsked, nameRun, type RunRecord, settingsKey, wantedRuns } from './run.ts';
import { wishKey } from './runGroups.ts';
import type { PageState } from './state.ts';

export interface PlannedRun {
  readonly experiment: Experiment;
  /** The run whose place, colour and name it takes. */
  readonly replaces: RunRecord | undefined;
  readonly colour: number;
  readonly name: string;
}

type Runs = Pick<PageState, 'comparison' | 'runs'>;

/** The runs that an experiment as it is would give: not forks, and not what came from elsewhere. */
export const ownRuns = (runs: readonly RunRecord[]): Map<string, RunRecord> =>
  new Map(
    runs
      .filter(({ origin, fork }) => origin === 'here' && !fork)
      .map((run) => [settingsKey(run.experiment), run]),
  );

/**
 * Every wanted experiment that has no run yet, or whose run ended without a result. When all of them have one, the same
 * seeds would give the same curves again: Train goes on with the next seed. Runs of other settings stay in the table.
 */
export const planTraining = (state: Runs): PlannedRun[] =>
  planMissing(wantedRuns(comparisonToTrain(state)), state.runs);

/** The comparison that Train trains: as it is while anything of it is to be done, else with one more seed of each. */
export function comparisonToTrain({ comparison, runs }: Runs): Comparison {
  if (!allDone(wantedRuns(comparison), runs)) return comparison;
  const withNext = (experiment: Experiment): Experiment =>
    validateExperiment({ repeats: experiment.repeats + 1 }, experiment).value;
  const [base, ...others] = comparison;
  return [withNext(base), ...others.map(withNext)];
}

/** 'Train adds seed 2', where all that the form asks for is done. */
export function describeNext(state: Runs): string {
  const seeds = [...new Set(planTraining(state).map(({ experiment }) => experiment.seed))];
  if (seeds.length === 0) {
    const most = Math.max(...state.comparison.map(({ repeats }) => repeats));
    return `All ${most} seeds are done: change a setting to train more`;
  }
  return `Train adds seed ${listOf(seeds.sort((a, b) => a - b).map(String))}`;
}

/** What of these single-seed experiments is to be done; when nothing is, and nothing under way, all of them again. */
export const planRuns = (wanted: readonly Experiment[], runs: readonly RunRecord[]): PlannedRun[] =>
  allDone(wanted, runs) ? planAll(wanted, wanted, runs) : planMissing(wanted, runs);

/** Those of them that have no run, or one that ended without a result. */
export function planMissing(wanted: readonly Experiment[], runs: readonly RunRecord[]): PlannedRun[] {
  const existing = ownRuns(runs);
  const missing = wanted.filter((experiment) => {
    const run = existing.get(settingsKey(experiment));
    return run === undefined || !(isActive(run) || hasResult(run));
  });
  return planAll(missing, wanted, runs);
}

/** A run that diverged would do so again. */
const hasResult = ({ status }: RunRecord): boolean =>
  status.kind === 'finished' || status.kind === 'diverged';

function allDone(wanted: readonly Experiment[], runs: readonly RunRecord[]): boolean {
  const existing = ownRuns(runs);
  return wanted.every((experiment) => {
    const run = existing.get(settingsKey(experiment));
    return run !== undefined && hasResult(run);
  });
}

function planAll(
  planned: readonly Experiment[],
  wanted: readonly Experiment[],
  runs: readonly RunRecord[],
): PlannedRun[] {
  const existing = ownRuns(runs);
  const beside = [...wanted, ...runs.map((run) => run.experiment)];
  const coloured: Coloured[] = [...runs];
  // What names a data set that is not here, or a network that its images are too small for, is not trained otherwise.
  const trainable = planned.filter((experiment) => whyUntrainable(experiment) === undefined);
  return trainable.map((experiment) => {
    const replaces = existing.get(settingsKey(experiment));
    const colour = replaces?.colour ?? colourFor({ experiment }, coloured);
    coloured.push({ experiment, colour });
    return {
      experiment,
      replaces,
      colour,
      name: replaces ? nameAsAsked(replaces) : nameRun(experiment, beside),
    };
  });
}

/** The colour of each experiment of the comparison: its first run's, whoever trained it, or the one that run will get. */
export function experimentColours({ comparison, runs }: Runs): number[] {
  const coloured: Coloured[] = [...runs];
  return comparison.map((experiment) => {
    const key = wishKey({ experiment });
    const own = coloured.find((run) => wishKey(run) === key);
    const colour = own?.colour ?? colourFor({ experiment }, coloured);
    if (!own) coloured.push({ experiment, colour });
    return colour;
  });
}
