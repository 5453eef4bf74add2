/** How long Train will take, from the speed that this machine showed on runs of the same kind. */
import type { Experiment } from '../../spec/experiment.ts';
import { planTraining } from '../../store/plan.ts';
import type { RunRecord } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
import { formatSeconds } from '../../store/status.ts';

const TEST_IMAGES = 10_000;
/** A forward pass costs about a third of a training step. */
const SCORING_COST = 1 / 3;

/** Whether Train would do nothing: all that it could train is under way. */
export const trainsAlready = (state: Pick<PageState, 'comparison' | 'runs' | 'paused'>): boolean =>
  !state.paused && planTraining(state).length === 0;

/** '≈ 38 s on this machine for 2 runs', or '' while no run of the same network, batch and engine was measured. */
export function describeEstimate(state: Pick<PageState, 'comparison' | 'runs'>): string {
  const planned = planTraining(state);
  let seconds = 0;
  for (const { experiment } of planned) {
    const speed = measuredSpeed(experiment, state.runs);
    if (speed === undefined) return '';
    seconds += work(experiment) / speed;
  }
  if (planned.length === 0) return '';
  const runs = planned.length === 1 ? '1 run' : `${planned.length} runs`;
  return `≈ ${formatSeconds(seconds)} on this machine for ${runs}`;
}

/** In training images. */
function work({ images, epochs }: Experiment): number {
  const validation = Math.min(images, 10_000);
  return images * epochs + SCORING_COST * (validation * epochs + TEST_IMAGES);
}

/** Images a second of the latest run of the same kind; one of the same norm if there is any. */
function measuredSpeed(experiment: Experiment, runs: readonly RunRecord[]): number | undefined {
  const { network, batch, engine, norm } = experiment;
  const alike = runs.filter(
    ({ experiment: other, progress }) =>
      other.network === network && other.batch === batch && other.engine === engine && speedOf(progress) > 0,
  );
  const best = alike.findLast((run) => run.experiment.norm === norm) ?? alike.at(-1);
  return best && speedOf(best.progress);
}

const speedOf = (progress: RunRecord['progress']): number => progress?.imagesPerSecond ?? 0;
