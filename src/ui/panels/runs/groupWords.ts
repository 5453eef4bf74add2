/** How the seeds of one experiment stand, in a few words. */
import { isActive, type RunRecord } from '../../../store/run.ts';

/** '2 of 3 finished, 1 diverged' */
export function describeGroupProgress(runs: readonly RunRecord[]): string {
  const count = (kind: RunRecord['status']['kind']): number =>
    runs.filter(({ status }) => status.kind === kind).length;
  const active = runs.filter(isActive);
  const paused = active.length > 0 && active.every(({ held }) => held);
  const parts = [
    `${count('finished')} of ${runs.length} finished`,
    paused ? 'paused' : '',
    ...(['diverged', 'interrupted', 'stopped', 'failed'] as const).map((kind) =>
      count(kind) > 0 ? `${count(kind)} ${kind}` : '',
    ),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
