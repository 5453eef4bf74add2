/** Runs that an earlier visit left unfinished, and what is said of them. */
import { canGoOn, type RunRecord } from './run.ts';
import type { PageState } from './state.ts';

/** Whether its weights are kept; if not it starts again. */
export const goesOnAtOnce = canGoOn;

/** A fork without weights of its own cannot be had back. */
export const interruptedRuns = ({ runs }: Pick<PageState, 'runs'>): RunRecord[] =>
  runs.filter((run) => run.status.kind === 'interrupted' && (canGoOn(run) || !run.fork));

/** Where it would go on, as a fraction of the whole, 0 … 1. */
export function standsAt({ kept, progress, experiment }: RunRecord): number {
  const total = progress?.totalImages ?? experiment.images * experiment.epochs;
  return Math.min(1, (kept?.images ?? 0) / total);
}

/** More figures than this are told as a range. */
const MOST = 3;

/** 'Training was interrupted: 2 runs stand at 41 % and 38 %.' */
export function describeInterrupted(runs: readonly RunRecord[]): string {
  const [first] = runs;
  const at = runs.map((run) => Math.floor(100 * standsAt(run)));
  if (first && runs.length === 1) return `Training was interrupted: ${first.name} stands at ${at[0]} %.`;
  const [low, high] = [Math.min(...at), Math.max(...at)];
  const where =
    low === high
      ? `${low} %`
      : runs.length > MOST
        ? `${low} to ${high} %`
        : `${at
            .slice(0, -1)
            .map((percent) => `${percent} %`)
            .join(', ')} and ${at.at(-1)} %`;
  return `Training was interrupted: ${runs.length} runs stand at ${where}.`;
}
