/** Which experiments train the same thing although their settings differ: WS needs convolutions, groups a norm with groups. */
import { dataSpec } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { buildNetwork } from './build.ts';

/** The layers and all else that a training depends on; repeats and the engine do not change what is trained. */
export function trainingKey(experiment: Experiment): string {
  const { batch, epochs, images, data } = experiment;
  const spec = dataSpec(data);
  return JSON.stringify([spec ? buildNetwork(experiment, spec) : experiment, batch, epochs, images, data]);
}
