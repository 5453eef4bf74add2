/**
 * What a run was really trained on, which need not be what it was asked to. The worker's library decides it once
 * (worker/library.ts); events, checkpoints, records, files and links carry it, and all others ask here.
 */
import { dataSpec } from './dataSets.ts';
import type { DataSpec } from './dataSpec.ts';
import type { Experiment } from './experiment.ts';

export interface UsedData {
  readonly spec: DataSpec;
  /** Why it is not the data set that was asked for. */
  readonly why?: string;
}

/** A run, as far as data go; without `data` it is on what its experiment asks for. */
export interface OnData {
  readonly experiment: Pick<Experiment, 'data'>;
  readonly data?: UsedData | undefined;
}

/** Undefined for a data set that is not known here, of a record that does not describe it. */
export const specOf = ({ experiment, data }: OnData): DataSpec | undefined =>
  data?.spec ?? dataSpec(experiment.data);

/** Equal for runs on the same images. */
export function dataKey(run: OnData): string {
  const spec = specOf(run);
  return spec ? `${spec.id} ${spec.sha256}` : run.experiment.data;
}

/** 'Fashion-MNIST'; the id of one that is not known here. */
export const dataName = (run: OnData): string => specOf(run)?.name ?? run.experiment.data;
