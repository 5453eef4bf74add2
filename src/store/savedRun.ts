/** A run of the page as the archive keeps it, and back. */
import type { SavedExtent, SavedRun } from '../storage/archive.ts';
import type { RunRecord, RunStatus } from './run.ts';

export const savedRunOf = (run: RunRecord): SavedRun => ({
  id: run.id,
  experiment: run.experiment,
  name: run.name,
  notes: run.notes,
  origin: run.origin,
  fork: run.fork,
  colour: run.colour,
  visible: run.visible,
  outcome: outcomeOf(run.status),
  progress: run.progress,
  points: run.points,
  history: run.history,
  engine: run.engine,
  data: run.data,
  lossPrecision: run.lossPrecision,
});

function outcomeOf(status: RunStatus): SavedRun['outcome'] {
  switch (status.kind) {
    case 'waiting':
    case 'training':
    case 'validating':
    case 'testing':
    case 'recalibrating':
      return { kind: 'interrupted' };
    default:
      return status;
  }
}

export const recordOfSaved = ({
  outcome,
  ...run
}: SavedRun & { readonly kept: SavedExtent | undefined }): RunRecord => ({
  ...run,
  fork: run.fork,
  progress: run.progress,
  engine: run.engine,
  data: run.data,
  lossPrecision: run.lossPrecision,
  status: outcome,
  held: false,
});
