/** How far a run is: a bar while it works, words where it waits or ended. */
import type { RunRecord } from '../../../store/run.ts';
import { colourProperty } from '../../charts/palette.ts';
import { describeProgress, imagesDone } from './words.ts';

interface RunProgressProps {
  readonly run: RunRecord;
  readonly place: number | undefined;
}

export function RunProgress({ run, place }: RunProgressProps) {
  const { done, total } = imagesDone(run);
  return (
    <div className="run-progress">
      <progress
        aria-label={`Progress of ${run.name}`}
        max={total}
        value={done}
        style={{ color: colourProperty(run.colour) }}
      />
      <span className={run.status.kind}>{describeProgress(run, place)}</span>
    </div>
  );
}
