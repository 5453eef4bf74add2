/** What is exported of a run: on the data that it was really trained on. */
import { buildNetwork } from '../../network/build.ts';
import type { Network } from '../../network/layers.ts';
import type { DataSpec } from '../../spec/dataSpec.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { specOf } from '../../spec/usedData.ts';
import { describeMissing } from '../../spec/validate.ts';
import { type RunRecord, resultOf } from '../../store/run.ts';

export interface Exported {
  readonly experiment: Experiment;
  readonly spec: DataSpec;
  readonly network: Network;
}

/** Why there is none, in a sentence for a person; undefined where there is one. */
export const noNetwork = (run: RunRecord): string | undefined =>
  specOf(run) ? undefined : `Nothing is known of its data set. ${describeMissing(run.experiment) ?? ''}.`;

/** As `noNetwork`; a script begins with initial weights. */
export const noScript = (run: RunRecord): string | undefined =>
  run.fork ? 'A fork goes on from the weights of another run, which no script has.' : noNetwork(run);

/** @throws as `noNetwork` says */
export function exportedOf(run: RunRecord): Exported {
  const spec = specOf(run);
  if (!spec) throw new Error(noNetwork(run));
  const { experiment } = resultOf(run);
  return { experiment, spec, network: buildNetwork(experiment, spec) };
}
