/** The table Norm × batch size: which rows and columns, training the lot, looking at one cell. */
import type { Experiment } from '../../spec/experiment.ts';
import {
  cellExperiment,
  MAX_BATCHES,
  type Matrix,
  type Method,
  matrixExperiments,
  methodKey,
} from '../../spec/matrix.ts';
import { BUDGETS } from '../../spec/presets.ts';
import { wishKey } from '../runGroups.ts';
import { selectedExperiment } from '../selectors.ts';
import type { Tab } from '../state.ts';
import type { ActionContext } from './context.ts';
import type { TrainingActions } from './training.ts';

export interface MatrixActions {
  setTab(tab: Tab): void;
  /** Adds or takes away a row; the last one stays. */
  toggleMethod(method: Method): void;
  /** Adds or takes away a column; the last one stays. */
  toggleBatch(batch: number): void;
  /** Sets images and epochs of every experiment to one of the study's budgets. */
  setBudget(budget: keyof typeof BUDGETS): void;
  /** Trains every cell, under as many seeds as the form says. */
  fillMatrix(): void;
  /** Shows the curves of one cell's runs, and of no others. */
  openCell(method: Method, batch: number): void;
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
    toggleMethod(method) {
      const { methods } = get().matrix;
      const others = methods.filter((other) => methodKey(other) !== methodKey(method));
      if (others.length === methods.length) change({ methods: [...methods, method] });
      else if (others.length > 0) change({ methods: others });
    },
    toggleBatch(batch) {
      const { batches } = get().matrix;
      const others = batches.filter((other) => other !== batch);
      if (others.length < batches.length) {
        if (others.length > 0) change({ batches: others });
      } else if (batches.length < MAX_BATCHES) {
        change({ batches: [...batches, batch].sort((a, b) => a - b) });
      }
    },
    setBudget(budget) {
      const withBudget = (experiment: Experiment): Experiment => ({ ...experiment, ...BUDGETS[budget] });
      const [base, ...others] = get().comparison;
      set({ comparison: [withBudget(base), ...others.map(withBudget)], edited: 'chosen' });
    },
    fillMatrix(): void {
      trainAll(matrixExperiments(selectedExperiment(get()), get().matrix));
    },
    openCell(method, batch) {
      const experiment = cellExperiment(selectedExperiment(get()), method, batch);
      const key = wishKey({ experiment });
      set({
        runs: get().runs.map((run) => ({ ...run, visible: wishKey(run) === key })),
      });
    },
  };
}
