/** Where runs and their weights are kept: in the browser's database, or for as long as the page lives. */
import type { Checkpoint } from '../training/events.ts';

/** The latest checkpoint of each run: what a run goes on, forks or is exported from. */
export interface Checkpoints {
  /** undefined where none is kept. Rejects with a sentence for a person if it cannot be read. */
  read(run: string): Promise<Checkpoint | undefined>;
}
