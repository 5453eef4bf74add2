/** What actions work with. */
import type { Checkpoints } from '../../storage/archive.ts';
import type { RunId, TrainingClient } from '../../worker/protocol.ts';
import type { PageState } from '../state.ts';

export interface ActionContext {
  get(): PageState;
  set(change: Partial<PageState>): void;
  readonly client: TrainingClient;
  readonly checkpoints: Checkpoints;
  /** A name never used before, on this page or on any other of this browser. */
  newRunId(): RunId;
}
