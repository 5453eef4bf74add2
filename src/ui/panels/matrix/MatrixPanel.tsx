/** The tab Norm × batch size: which two settings against each other, how long it takes, and the table that fills in. */

import { describeSetting, methodName } from '../../../spec/describe.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, type FieldKey } from '../../../spec/fields.ts';
import { keysOf, type Matrix } from '../../../spec/matrix.ts';
import { counted } from '../../../spec/numbers.ts';
import { describeWarmUps } from '../../../spec/warmUp.ts';
import { planTable } from '../../../store/cells.ts';
import { comparedRuns, hasVerdict } from '../../../store/comparedRuns.ts';
import { runGroupKey } from '../../../store/runGroups.ts';
import { anyActive, selectedExperiment } from '../../../store/selectors.ts';
import type { PageState } from '../../../store/state.ts';
import { usePage } from '../../playground.ts';
import { AxisChoice } from './AxisChoice.tsx';
import { BudgetButtons } from './BudgetButtons.tsx';
import { FillButton } from './FillButton.tsx';
import { MatrixTable } from './MatrixTable.tsx';
import { RateSearches } from './RateSearches.tsx';
import { RatesChoice } from './RatesChoice.tsx';
import { SettingPlot } from './SettingPlot.tsx';
import '../../styles/matrix.css';

export function MatrixPanel() {
  return (
    <div className="matrix">
      <div className="matrix-axes">
        <AxisChoice side="rows" />
        <AxisChoice side="columns" />
        <RatesChoice />
      </div>
      <BudgetButtons />
      <Settings />
      <FillButton />
      <MatrixTable />
      <RateSearches />
      <SettingPlot />
    </div>
  );
}

function Settings() {
  const settings = usePage((state) => describeSettings(selectedExperiment(state), state.matrix));
  const fewUpdates = usePage(describeFewUpdates);
  return (
    <>
      <p className="remark">
        Every cell: {settings}. <span className="from-form">Set in the form, under Experiment.</span>
      </p>
      {fewUpdates && <p className="remark caution">{fewUpdates}</p>}
    </>
  );
}

/** What the table's cells make of moving statistics, as far as the verdict does not say it of them. */
function describeFewUpdates(state: PageState): string | undefined {
  const judged = !anyActive(state) && hasVerdict(state);
  const said = new Set(judged ? comparedRuns(state).map(runGroupKey) : []);
  const cells = planTable(state).wanted.map((experiment) => ({
    experiment,
  }));
  return describeWarmUps(cells.filter((cell) => !said.has(runGroupKey(cell))));
}

const ALWAYS: readonly FieldKey[] = ['network', 'images', 'epochs', 'batch'];
/** What the name of the method says, seeds, and what does not change a result. */
const ELSEWHERE: readonly FieldKey[] = ['norm', 'weights', 'groups', 'seed', 'repeats', 'engine'];

/** 'Reference CNN · 6,000 images · 3 epochs · 1 seed a cell', with all else that is not as usual, of what the axes leave. */
export function describeSettings(experiment: Experiment, { rows, columns }: Matrix): string {
  const varied = [...keysOf(rows.setting), ...keysOf(columns.setting)];
  const unusual = FIELD_KEYS.filter(
    (key) => !ALWAYS.includes(key) && !ELSEWHERE.includes(key) && experiment[key] !== DEFAULT_EXPERIMENT[key],
  );
  const { repeats } = experiment;
  return [
    ...(varied.includes('norm') ? [] : [methodName(experiment)]),
    ...[...ALWAYS, ...unusual]
      .filter((key) => !varied.includes(key))
      .map((key) => describeSetting(experiment, key)),
    `${counted(repeats, 'seed')} a cell`,
  ].join(' · ');
}
