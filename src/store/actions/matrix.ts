/** The table of two settings: which rows and columns, training the lot. */
import type { Comparison } from '../../spec/experiment.ts';
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
import { type Budget, onBudget } from '../../spec/presets.ts';
import { planTable, searchedKeys } from '../cells.ts';
import { planMissing } from '../plan.ts';
import type { RunRecord } from '../run.ts';
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
  setBudget(budget: Budget): void;
  /** Learning rates to search for each cell, two at least; undefined for the form's. */
  setRates(rates: readonly number[] | undefined): void;
  /** Trains every cell, under as many seeds as the form says; searches its learning rate before, where that is asked. */
  fillMatrix(): Promise<void>;
  /** When all runs of a search have ended: the seeds at what was found, the other rates out of the charts. */
  goOnFilling(): void;
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
      const [base, ...others] = get().comparison;
      const comparison: Comparison = [
        onBudget(base, budget),
        ...others.map((other) => onBudget(other, budget)),
      ];
      set({ comparison, edited: 'chosen' });
    },
    setRates(rates) {
      const { rows, columns } = get().matrix;
      set({ matrix: { rows, columns, ...(rates && { rates }) }, edited: 'chosen' });
    },
    async fillMatrix(): Promise<void> {
      const { wanted, searches } = planTable(get());
      await trainAll(wanted);
      // Last, for the store goes on as soon as nothing trains.
      set({ filling: searches });
    },
    goOnFilling(): void {
      const { wanted, searches } = planTable(get());
      const { taken, tried } = searchedKeys(get());
      const lost = (run: RunRecord): boolean => {
        const key = wishKey(run);
        return !run.fork && tried.has(key) && !taken.has(key);
      };
      set({
        filling: false,
        runs: get().runs.map((run) => (run.visible && lost(run) ? { ...run, visible: false } : run)),
      });
      // A run that was stopped or deleted ends it: what is missing then is missing on purpose.
      if (!searches && planMissing(wanted, get().runs).length > 0) void trainAll(wanted);
    },
  };
}
