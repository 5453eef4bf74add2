/** How far a run is: a bar while it works, words where it waits or ended. */
import type { RunRecord, RunStatus } from '../../store/run.ts';
import { colourProperty } from '../charts/palette.ts';

export function RunProgress({ run }: { readonly run: RunRecord }) {
  const { progress, status, experiment } = run;
  const total = progress?.totalImages ?? experiment.images * experiment.epochs;
  return (
    <div className="run-progress">
      <progress
        aria-label={`Progress of ${run.name}`}
        max={total}
        value={progress?.images ?? 0}
        style={{ color: colourProperty(run.colour) }}
      />
      <span className={status.kind}>{describe(run, status)}</span>
    </div>
  );
}

function describe({ progress, experiment }: RunRecord, status: RunStatus): string {
  switch (status.kind) {
    case 'waiting':
      return { turn: 'waiting', engine: 'compiling', data: 'loading data' }[status.for];
    case 'training':
      return `epoch ${progress?.epoch ?? 1} of ${experiment.epochs}`;
    case 'validating':
    case 'testing':
      return `${status.kind} ${Math.round((100 * status.done) / Math.max(1, status.total))} %`;
    case 'finished':
    case 'stopped':
    case 'interrupted':
    case 'failed':
      return status.kind;
    case 'diverged':
      return `diverged at step ${status.step.toLocaleString('en-US')}`;
    default:
      return status satisfies never;
  }
}
