/** How much every cell trains: minutes or hours, and which of the two it is on this machine. */

import { grouped } from '../../../spec/numbers.ts';
import { type Budget, onBudget } from '../../../spec/presets.ts';
import { planTable } from '../../../store/cells.ts';
import { planRuns } from '../../../store/plan.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import type { PageState } from '../../../store/state.ts';
import { describeExpected } from '../../controls/expectedTime.ts';
import { useActions, usePage, useThrottled } from '../../playground.ts';

const ESTIMATE_MS = 1000;

const NAMES: Readonly<Record<Budget, string>> = { quick: 'Quick', full: 'Full' };

export function BudgetButtons() {
  return (
    <fieldset className="budgets">
      <legend className="visually-hidden">Budget</legend>
      <BudgetButton budget="quick" />
      <BudgetButton budget="full" />
    </fieldset>
  );
}

function BudgetButton({ budget }: { readonly budget: Budget }) {
  const { setBudget } = useActions();
  const base = usePage(selectedExperiment);
  const { images, epochs } = onBudget(base, budget);
  const chosen = base.images === images && base.epochs === epochs;
  const time = useThrottled((state) => describeTime(state, budget), ESTIMATE_MS);
  return (
    <button type="button" className="budget" aria-pressed={chosen} onClick={() => setBudget(budget)}>
      <b>{NAMES[budget]}</b>
      <span>
        {grouped(images)} images, {epochs} epochs
      </span>
      <span className="time">{time}</span>
    </button>
  );
}

/** For what the whole table still lacks under this budget. */
function describeTime(state: PageState, budget: Budget): string {
  const base = onBudget(selectedExperiment(state), budget);
  const { wanted } = planTable({ ...state, comparison: [base], selected: 0 });
  const planned = planRuns(wanted, state.runs);
  return describeExpected(
    planned.map(({ experiment }) => experiment),
    state.runs,
  );
}
