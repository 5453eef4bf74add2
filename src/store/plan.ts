/** What pressing Train will do: which runs are new, which take the place of an earlier one, in which colours. */
import { type Coloured, colourFor } from '../curves/colours.ts';
import type { Experiment } from '../spec/experiment.ts';
import { isActive, nameRun, type RunRecord, settingsKey, wantedRuns } from './run.ts';
import { runGroupKey } from './runGroups.ts';
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
 * Every wanted experiment that has no run yet, or whose run ended without a result. When all of them have a
 * result, Train means 'again': all are trained afresh. Runs of other settings stay in the table for comparison.
 */
export const planTraining = (state: Runs): PlannedRun[] => planRuns(wantedRuns(state.comparison), state.runs);

/** As `planTraining`, for these single-seed experiments. */
export function planRuns(wanted: readonly Experiment[], runs: readonly RunRecord[]): PlannedRun[] {
  const existing = ownRuns(runs);
  const lacking = wanted.filter((experiment) => {
    const run = existing.get(settingsKey(experiment));
    return run === undefined || (!isActive(run) && run.status.kind !== 'finished');
  });
  const anyActive = wanted.some((experiment) => {
    const run = existing.get(settingsKey(experiment));
    return run !== undefined && isActive(run);
  });
  const again = lacking.length === 0 && !anyActive;
  const beside = [...wanted, ...runs.map((run) => run.experiment)];
  const coloured: Coloured[] = [...runs];
  return (again ? wanted : lacking).map((experiment) => {
    const replaces = existing.get(settingsKey(experiment));
    const colour = replaces?.colour ?? colourFor({ experiment }, coloured);
    coloured.push({ experiment, colour });
    return { experiment, replaces, colour, name: replaces?.name ?? nameRun(experiment, beside) };
  });
}

/** The colour of each experiment of the comparison: its first run's, whoever trained it, or the one that run will get. */
export function experimentColours({ comparison, runs }: Runs): number[] {
  const coloured: Coloured[] = [...runs];
  return comparison.map((experiment) => {
    const key = runGroupKey({ experiment });
    const own = coloured.find((run) => runGroupKey(run) === key);
    const colour = own?.colour ?? colourFor({ experiment }, coloured);
    if (!own) coloured.push({ experiment, colour });
    return colour;
  });
}
