/** What Train would do, and how long it will take, from the speed that this machine showed on runs of the same kind. */

import type { Experiment } from '../../spec/experiment.ts';
import { counted, timeLeft } from '../../spec/numbers.ts';
import { whyUntrainable } from '../../spec/validate.ts';
import { comparisonToTrain, describeNext, planTraining } from '../../store/plan.ts';
import { isActive } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
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

/**
 * Said beside Train, so that words and deed agree: 'Seed 1 is done: Train adds seed 2 · ≈ 38 s on this machine for
 * 2 runs', or the time alone while anything that the form asks for is to be done.
 */
export function describeTrain(state: Pick<PageState, 'comparison' | 'runs' | 'paused'>): string {
  if (trainsAlready(state)) {
    const missing = state.comparison.map(whyUntrainable).find((message) => message !== undefined);
    if (missing !== undefined) return `Nothing to train: ${missing}.`;
    return state.runs.some(isActive) ? 'These runs are training already' : describeNext(state);
  }
  const more = comparisonToTrain(state) !== state.comparison;
  const time = describeEstimate(state);
  if (!more) return time;
  const [{ repeats, seed }] = state.comparison;
  const done = repeats === 1 ? `Seed ${seed} is done` : 'These seeds are done';
  const next = `${done}: ${describeNext(state)}`;
  return time === '' ? next : `${next} · ${time}`;
}

/** '≈ 38 s on this machine for 2 runs', or '' while no run of the same network, batch and engine was measured. */
export function describeEstimate(state: Pick<PageState, 'comparison' | 'runs'>): string {
  const planned = planTraining(state).map(({ experiment }) => experiment);
  const seconds = secondsForAll(planned, state.runs);
  if (seconds === undefined || planned.length === 0) return '';
  const runs = counted(planned.length, 'run');
  return `≈ ${timeLeft(seconds)} on this machine for ${runs}`;
}
