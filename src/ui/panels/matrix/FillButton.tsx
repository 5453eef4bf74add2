/** Trains the lot unattended, and says before what that will be. */
import { useId } from 'react';
import { counted } from '../../../spec/numbers.ts';
import { planTable } from '../../../store/cells.ts';
import { planRuns } from '../../../store/plan.ts';
import { isActive } from '../../../store/run.ts';
import type { PageState } from '../../../store/state.ts';
import { describeExpected } from '../../controls/expectedTime.ts';
import { useActions, useThrottled } from '../../playground.ts';

const PLAN_MS = 300;

/** What a press would start. */
export type FillPlan = 'start' | 'again' | 'nothing';

const LABELS: Readonly<Record<FillPlan, string>> = {
  start: 'Fill the table',
  nothing: 'Fill the table',
  again: 'Fill it again',
};

export function FillButton() {
  const note = useId();
  const { fillMatrix } = useActions();
  const plan = useThrottled((state) => planFill(state).plan, PLAN_MS);
  const words = useThrottled((state) => planFill(state).words, PLAN_MS);
  return (
    <div className="fill">
      <button
        type="button"
        className={plan === 'start' ? 'primary' : ''}
        aria-disabled={plan === 'nothing'}
        aria-describedby={note}
        onClick={fillMatrix}
      >
        {LABELS[plan]}
      </button>
      <p id={note} className="remark">
        {words}
      </p>
    </div>
  );
}

export function planFill(state: Pick<PageState, 'comparison' | 'selected' | 'matrix' | 'runs' | 'paused'>): {
  readonly plan: FillPlan;
  readonly words: string;
} {
  const { wanted, searches, later } = planTable(state);
  const planned = planRuns(wanted, state.runs);
  const replaced = planned.filter(({ replaces }) => replaces?.status.kind === 'finished').length;
  const runs = counted(wanted.length, 'run');
  const then = later > 0 ? `, then ${later} at what was found` : '';
  const all = searches ? `${runs} to find the learning rates${then}` : runs;
  const time = describeExpected(
    planned.map(({ experiment }) => experiment),
    state.runs,
  );
  if (replaced > 0) return { plan: 'again', words: `All done: ${all}. Again from the same seeds: ${time}.` };
  if (planned.length === 0) {
    const waits = state.paused && state.runs.some(isActive);
    return {
      plan: waits ? 'start' : 'nothing',
      words: `${all}: ${wanted.length === 1 ? 'it is' : 'all are'} done, training or waiting.`,
    };
  }
  const done = wanted.length - planned.length;
  const before = done > 0 ? `, of which ${counted(done, 'is', 'are')} done or under way` : '';
  return { plan: 'start', words: `${all}${before} · ${time}` };
}
