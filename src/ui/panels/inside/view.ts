/** What every view of 'Inside the network' is given. */
import type { RunId } from '../../../worker/protocol.ts';

export interface InsideViewProps {
  /** One run, or two side by side. */
  readonly runs: readonly RunId[];
}
