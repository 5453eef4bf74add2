/** Which experiments train the same thing although their settings differ: WS needs convolutions. */
import { dataSpec } from '../spec/dataSets.ts';
import type { Comparison, Experiment } from '../spec/experiment.ts';
import { buildNetwork } from './build.ts';

/** For each experiment the index of the first that trains the same before it, or undefined. */
export function sameTraining(comparison: Comparison): (number | undefined)[] {
  const keys = comparison.map(trainingKey);
  return keys.map((key, i) => {
    const first = keys.indexOf(key);
    return first < i ? first : undefined;
  });
}

/** The layers and all else that a training depends on; repeats and the engine do not change what is trained. */
export function trainingKey(experiment: Experiment): string {
  const { batch, epochs, images, data, schedule, warmup } = experiment;
  const spec = dataSpec(data);
  return JSON.stringify([
    spec ? buildNetwork(experiment, spec) : experiment,
    batch,
    epochs,
    images,
    data,
    schedule,
    warmup,
  ]);
}
