/** The table of two settings: which rows and columns, training the lot, looking at one cell. */
import type { Experiment } from '../../spec/experiment.ts';
import {
  type AxisSetting,
  type AxisValue,
  ascending,
  companionOf,
  goTogether,
  MAX_VALUES,
  type Matrix,
  otherSide,
  type Side,
  usualAxis,
  valueKey,
} from '../../spec/matrix.ts';
import { BUDGETS } from '../../spec/presets.ts';
import { tableExperiments } from '../cells.ts';
import { wishKey } from '../runGroups.ts';
import { selectedExperiment } from '../selectors.ts';
import type { Tab } from '../state.ts';
import type { ActionContext } from './context.ts';
import type { TrainingActions } from './training.ts';

export interface MatrixActions {
  setTab(tab: Tab): void;
  /** Gives an axis another setting, with its usual values; where both would set the same, the other gives way. */
  setAxis(side: Side, setting: AxisSetting): void;
  /** Adds or takes away a row or a column; the last one stays. */
  toggleValue(side: Side, value: AxisValue): void;
  /** Sets images and epochs of every experiment to one of the study's budgets. */
  setBudget(budget: keyof typeof BUDGETS): void;
  /** Trains every cell, under as many seeds as the form says. */
  fillMatrix(): void;
  /** Shows the curves of one cell's runs, and of no others. */
  openCell(experiment: Experiment): void;
}

export function matrixActions(
  { get, set }: ActionContext,
  { trainAll }: Pick<TrainingActions, 'trainAll'>,
): MatrixActions {
  const change = (part: Partial<Matrix>): void =>
    set({ matrix: { ...get().matrix, ...part }, edited: 'chosen' });
  return {
    // The guide ends where it leads.
    setTab: (tab) => set(tab === 'inside' ? { tab, guide: false } : { tab }),
    setAxis(side, setting) {
      const across = otherSide(side);
      const other = get().matrix[across];
      if (get().matrix[side].setting === setting) return;
      change({
        [side]: usualAxis(setting, selectedExperiment(get())),
        ...(!goTogether(setting, other.setting) && { [across]: companionOf(setting) }),
      });
    },
    toggleValue(side, value) {
      const axis = get().matrix[side];
      const others = axis.values.filter((other) => valueKey(other) !== valueKey(value));
      if (others.length < axis.values.length) {
        if (others.length > 0) change({ [side]: { ...axis, values: others } });
      } else if (axis.setting === 'method' || others.length < MAX_VALUES) {
        change({ [side]: { ...axis, values: ascending([...others, value]) } });
      }
    },
    setBudget(budget) {
      const withBudget = (experiment: Experiment): Experiment => ({ ...experiment, ...BUDGETS[budget] });
      const [base, ...others] = get().comparison;
      set({ comparison: [withBudget(base), ...others.map(withBudget)], edited: 'chosen' });
    },
    fillMatrix(): void {
      trainAll(tableExperiments(get()));
    },
    openCell(experiment) {
      const key = wishKey({ experiment });
      set({
        runs: get().runs.map((run) => ({ ...run, visible: wishKey(run) === key })),
      });
    },
  };
}
