/** What pressing Train will do: which runs are new, which take the place of an earlier one, in which colours. */
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
    const run = { experiment, origin: 'here' } as const;
    const colour = replaces?.colour ?? colourFor(run, coloured);
    coloured.push({ ...run, colour });
    return { experiment, replaces, colour, name: replaces?.name ?? nameRun(experiment, beside) };
  });
}

/** What of a run its colour depends on. */
type Coloured = Pick<RunRecord, 'experiment' | 'origin' | 'colour'> & Partial<Pick<RunRecord, 'fork'>>;

/**
 * That of its group, for the seeds of one experiment are one line or one bundle of lines; else, and for a seed that is
 * there already, the smallest that no run has. What came from elsewhere is told apart from what was trained here.
 * @param preferred taken if no other group has it
 */
export function colourFor(
  run: Omit<Coloured, 'colour'>,
  runs: readonly Coloured[],
  preferred?: number,
): number {
  const key = runGroupKey(run);
  const group = runs.filter((other) => other.origin === run.origin && runGroupKey(other) === key);
  const again = group.some(({ experiment }) => experiment.seed === run.experiment.seed);
  const [first] = group;
  if (first && !again) return first.colour;
  const taken = new Set(runs.map(({ colour }) => colour));
  return preferred === undefined || taken.has(preferred) ? firstFree(taken) : preferred;
}

/** The smallest colour index that no run has. */
function firstFree(taken: ReadonlySet<number>): number {
  let colour = 0;
  while (taken.has(colour)) colour++;
  return colour;
}

/** The colour of each experiment of the comparison: its first run's, or the one that run will get. */
export function experimentColours(state: Runs): number[] {
  const planned = new Map(planTraining(state).map((run) => [settingsKey(run.experiment), run.colour]));
  const existing = ownRuns(state.runs);
  return state.comparison.map((experiment) => {
    const key = settingsKey(experiment);
    return existing.get(key)?.colour ?? planned.get(key) ?? 0;
  });
}
