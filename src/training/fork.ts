import type { Experiment } from '../spec/experiment.ts';
import type { Checkpoint } from './events.ts';

export type Forked =
  | { readonly checkpoint: Checkpoint; readonly experiment: Experiment }
  | { readonly problem: string };

export function forkCheckpoint(
  checkpoint: Checkpoint,
  parent: Experiment,
  changes: Partial<Experiment>,
): Forked {
  return { checkpoint, experiment: { ...parent, ...changes } };
}
