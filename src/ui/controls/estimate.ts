/** How long Train will take, from the speed that this machine showed on runs of the same kind. */
import type { Experiment } from '../../spec/experiment.ts';
import { planTraining } from '../../store/plan.ts';
import type { PageState } from '../../store/state.ts';
import { formatSeconds } from '../../store/status.ts';
import { secondsOf } from '../../store/timeLeft.ts';

/** Whether Train would do nothing: all that it could train is under way. */
export const trainsAlready = (state: Pick<PageState, 'comparison' | 'runs' | 'paused'>): boolean =>
  !state.paused && planTraining(state).length === 0;

/** Seconds for these experiments, or undefined while one of them is of a kind that was not measured yet. */
export function secondsForAll(
  experiments: readonly Experiment[],
  runs: PageState['runs'],
): number | undefined {
  let sum = 0;
  for (const experiment of experiments) {
    const seconds = secondsOf(experiment, runs);
    if (seconds === undefined) return undefined;
    sum += seconds;
  }
  return sum;
}

/** '≈ 38 s on this machine for 2 runs', or '' while no run of the same network, batch and engine was measured. */
export function describeEstimate(state: Pick<PageState, 'comparison' | 'runs'>): string {
  const planned = planTraining(state).map(({ experiment }) => experiment);
  const seconds = secondsForAll(planned, state.runs);
  if (seconds === undefined || planned.length === 0) return '';
  const runs = planned.length === 1 ? '1 run' : `${planned.length} runs`;
  return `≈ ${formatSeconds(seconds)} on this machine for ${runs}`;
}
