import { expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun } from '../../../store/run.ts';
import { INITIAL_STATE, type PageState } from '../../../store/state.ts';
import { planFill } from './FillButton.tsx';

/** A table with a column for each of these batch sizes, the first of which already waits. */
const table = (...batches: readonly number[]): PageState => ({
  ...INITIAL_STATE,
  comparison: [DEFAULT_EXPERIMENT],
  matrix: {
    rows: { setting: 'method', values: [{ norm: 'group', weights: 'standardized' }] },
    columns: { setting: 'batch', values: batches.map((batch) => ({ batch })) },
  },
  runs: [newRun('a', { ...DEFAULT_EXPERIMENT, batch: batches[0] ?? 2 }, 0, 'A')],
});

it('counts the runs that are there, and speaks of one as of one', () => {
  expect(planFill(table(2, 64)).words).toMatch(/^2 runs, of which 1 is done or under way · /);
  expect(planFill(table(2)).words).toBe('1 run: it is done, training or waiting.');
});
