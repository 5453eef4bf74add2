/** What actions work with. */
import type { OwnCheckpoints } from '../../storage/archive.ts';
import type { RunId, RunToStart, TrainingClient } from '../../worker/protocol.ts';
import type { PageState } from '../state.ts';

export interface ActionContext {
  get(): PageState;
  set(change: Partial<PageState>): void;
  readonly client: TrainingClient;
  /** Makes the change and starts the runs, in one command with who trains when after it. */
  begin(change: Partial<PageState>, runs: readonly RunToStart[]): void;
  readonly checkpoints: OwnCheckpoints;
  /** A name never used before, on this page or on any other of this browser. */
  newRunId(): RunId;
}
