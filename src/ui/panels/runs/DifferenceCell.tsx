/** How far a run, or the mean of several, is from the baseline in test accuracy, with the interval where seeds allow one. */
import { type Baseline, differenceTo } from '../../../store/baseline.ts';
import type { RunRecord } from '../../../store/run.ts';
import { describeDifference } from './words.ts';

interface DifferenceCellProps {
  readonly runs: readonly RunRecord[];
  readonly baseline: Baseline;
  /** Whether these are what is pinned. */
  readonly pinned: boolean;
}

export function DifferenceCell({ runs, baseline, pinned }: DifferenceCellProps) {
  const difference = pinned ? undefined : differenceTo(baseline, runs);
  const { points, interval } = describeDifference(difference);
  return (
    <td data-label="Difference" className="difference">
      {pinned ? <span className="remark">baseline</span> : <b>{points}</b>}
      {interval && <span className="interval">{interval}</span>}
    </td>
  );
}
