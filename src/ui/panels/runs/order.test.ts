import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { newRun, type RunRecord } from '../../../store/run.ts';
import { INITIAL_STATE } from '../../../store/state.ts';
import { orderAfter, RUN_COLUMNS, type RunColumn, sortGroups } from './order.ts';

const run = (id: string, acc?: number, change: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, DEFAULT_EXPERIMENT, 0, id),
  ...(acc !== undefined && { status: { kind: 'finished', test: { loss: 1, acc } } }),
  ...change,
});
const batch = (id: string, size: number): RunRecord =>
  run(id, undefined, { experiment: { ...DEFAULT_EXPERIMENT, batch: size } });

const ids = (
  groups: readonly (readonly RunRecord[])[],
  by: RunColumn,
  direction: 'ascending' | 'descending',
): string =>
  sortGroups(groups, { by, direction }, INITIAL_STATE)
    .map((runs) => runs.map(({ id }) => id).join(''))
    .join(' ');

describe('sortGroups', () => {
  const seedTwo = { experiment: { ...DEFAULT_EXPERIMENT, seed: 2 } };
  const groups = [
    [run('a', 0.5), run('b', 0.7, seedTwo)],
    [run('c', 0.65)],
    [run('d', 0.2), run('e', 0.9, seedTwo)],
  ];

  it('sorts groups by their mean and keeps their seeds together', () => {
    expect(ids(groups, 'Test acc.', 'descending')).toBe('c ba ed');
    expect(ids(groups, 'Test acc.', 'ascending')).toBe('de ab c');
  });

  it('leaves what has no value at the end, whichever way', () => {
    const some = [[run('x')], [run('y', 0.1)], [run('z', 0.3), run('w')]];
    expect(ids(some, 'Test acc.', 'descending')).toBe('zw y x');
    expect(ids(some, 'Test acc.', 'ascending')).toBe('y zw x');
  });

  it('reads numbers as numbers, also within names, and keeps equals as they came', () => {
    expect(ids([[batch('p', 128)], [batch('q', 2)], [batch('r', 32)]], 'Batch', 'ascending')).toBe('q r p');
    const named = ['BN · batch 128', 'BN · batch 8', 'AN'].map((name) => [run(name)]);
    expect(ids(named, 'Run', 'ascending')).toBe('AN BN · batch 8 BN · batch 128');
    expect(ids([[batch('p', 2)], [batch('q', 2)]], 'Batch', 'descending')).toBe('p q');
  });

  it('leaves everything as it came without an order, and knows every column', () => {
    expect(sortGroups(groups, undefined, INITIAL_STATE)).toEqual(groups);
    for (const by of Object.keys(RUN_COLUMNS) as RunColumn[])
      expect(ids(groups, by, 'ascending')).toHaveLength(7);
  });
});

describe('orderAfter', () => {
  it('starts with the best, turns round, and ends', () => {
    const best = orderAfter(undefined, 'Test acc.');
    expect(best).toEqual({ by: 'Test acc.', direction: 'descending' });
    const worst = orderAfter(best, 'Test acc.');
    expect(worst).toEqual({ by: 'Test acc.', direction: 'ascending' });
    expect(orderAfter(worst, 'Test acc.')).toBeUndefined();
    expect(orderAfter(worst, 'Batch')).toEqual({ by: 'Batch', direction: 'ascending' });
  });
});
