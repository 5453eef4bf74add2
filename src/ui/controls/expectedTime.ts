/**
 * How long a lot of runs will take on this machine, also before any of their kind was measured: then from the run that
 * is most like them, by how much arithmetic a step takes.
 */

import { buildNetwork } from '../../network/build.ts';
import { multiplyAdds } from '../../network/layers.ts';
import { countWeights } from '../../network/parameters.ts';
import type { DataSpec } from '../../spec/dataSpec.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { timeLeft } from '../../spec/numbers.ts';
import { type OnData, specOf } from '../../spec/usedData.ts';
import type { RunRecord } from '../../store/run.ts';
import { secondsOf, workOf } from '../../store/timeLeft.ts';

export interface ExpectedTime {
  readonly seconds: number;
  /** Whether a part of it was scaled from runs of another kind. */
  readonly scaled: boolean;
}

/** Undefined while nothing was measured at all. */
export function expectedTime(
  experiments: readonly Experiment[],
  runs: readonly RunRecord[],
): ExpectedTime | undefined {
  let sum = 0;
  let scaled = false;
  for (const experiment of experiments) {
    const measured = secondsOf(experiment, runs);
    const seconds = measured ?? scaledSeconds(experiment, runs);
    if (seconds === undefined) return undefined;
    scaled ||= measured === undefined;
    sum += seconds;
  }
  return { seconds: sum, scaled };
}

/** '≈ 4 min 10 s', 'about 4 min', '' for no runs, and where nothing was measured when one will know. */
export function describeExpected(experiments: readonly Experiment[], runs: readonly RunRecord[]): string {
  if (experiments.length === 0) return '';
  const expected = expectedTime(experiments, runs);
  if (!expected) return 'time known after the first run';
  if (!expected.scaled) return `≈ ${timeLeft(expected.seconds)}`;
  return `about ${timeLeft(roundly(expected.seconds)).replace(/ 0 s$/, '')}`;
}

/** A guess has no odd seconds: whole minutes above two. */
const roundly = (seconds: number): number => (seconds < 120 ? seconds : 60 * Math.round(seconds / 60));

/** From the measured run whose images cost most nearly as much, one on the same engine if there is any. */
function scaledSeconds(experiment: Experiment, runs: readonly RunRecord[]): number | undefined {
  const measured = runs.filter(({ progress }) => (progress?.imagesPerSecond ?? 0) > 0);
  const sameEngine = measured.filter((run) => run.experiment.engine === experiment.engine);
  const cost = costOfImage({ experiment });
  if (cost === undefined) return undefined;
  let nearest: { readonly far: number; readonly speed: number } | undefined;
  for (const run of sameEngine.length > 0 ? sameEngine : measured) {
    const { progress } = run;
    const ratio = (costOfImage(run) ?? cost) / cost;
    const far = Math.abs(Math.log(ratio));
    if (!nearest || far <= nearest.far) nearest = { far, speed: (progress?.imagesPerSecond ?? 0) * ratio };
  }
  const work = workOf(experiment);
  return nearest && work !== undefined ? work / nearest.speed : undefined;
}

/**
 * What updating one weight costs, in multiply-adds of the forward pass. On the CPU engine a step of the reference CNN
 * took 4.2 ms at batch 2 and 104 ms at batch 128 (README), which is 0.79 ms an image and 2.6 ms a step: 39 times as
 * much for each of its 1.68 M weights as for each of an image's 19.9 M multiply-adds.
 */
const COST_OF_WEIGHT = 39;

/** Of training on one image, its share of the update included, in multiply-adds of a forward pass. */
function costOfImage(run: OnData & { readonly experiment: Experiment }): number | undefined {
  const { network, batch } = run.experiment;
  const spec = specOf(run);
  if (!spec) return undefined;
  const { image, update } = costsOf(network, spec);
  return image + update / batch;
}

interface Costs {
  readonly image: number;
  readonly update: number;
}

const known = new Map<string, Costs>();

function costsOf(network: string, { shape, classes }: DataSpec): Costs {
  const key = [network, ...shape, classes.length].join(' ');
  const cached = known.get(key);
  if (cached) return cached;
  const built = buildNetwork({ ...DEFAULT_EXPERIMENT, network }, { shape, classes });
  const costs = {
    image: built.layers.reduce((sum, layer) => sum + multiplyAdds(layer), 0),
    update: COST_OF_WEIGHT * countWeights(built).trained,
  };
  known.set(key, costs);
  return costs;
}
