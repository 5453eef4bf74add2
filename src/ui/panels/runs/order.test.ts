import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../spec/fields.ts';
import { pinKey } from '../../../store/baseline.ts';
import { newRun, type RunRecord } from '../../../store/run.ts';
import { INITIAL_STATE } from '../../../store/state.ts';
import { DEFAULT_TABLE, TABLE_COLUMNS, type TableColumn } from '../../../store/table.ts';
import { orderAfter, sortGroups, tableSections } from './order.ts';

const run = (id: string, acc?: number, change: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(id, DEFAULT_EXPERIMENT, 0, id),
  ...(acc !== undefined && { status: { kind: 'finished', test: { loss: 1, acc } } }),
  ...change,
});
const batch = (id: string, size: number): RunRecord =>
  run(id, undefined, { experiment: { ...DEFAULT_EXPERIMENT, batch: size } });

const ids = (
  groups: readonly (readonly RunRecord[])[],
  by: TableColumn,
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
    for (const by of TABLE_COLUMNS) expect(ids(groups, by, 'ascending')).toHaveLength(7);
  });
});

describe('tableSections', () => {
  const runs = [
    run('a', 0.5, { experiment: { ...DEFAULT_EXPERIMENT, batch: 64 } }),
    run('b', 0.7),
    run('c', 0.9, { experiment: { ...DEFAULT_EXPERIMENT, seed: 2 } }),
    run('d', 0.1, { experiment: { ...DEFAULT_EXPERIMENT, batch: 8 } }),
  ];
  const told = (table: Partial<typeof DEFAULT_TABLE>): string =>
    tableSections({ ...INITIAL_STATE, runs, table: { ...DEFAULT_TABLE, ...table } })
      .map(
        ({ key, groups }) => `${key}: ${groups.map((some) => some.map(({ id }) => id).join('')).join(' ')}`,
      )
      .join(' | ');

  it('groups by seeds, by nothing, or below the values of a setting', () => {
    expect(told({})).toBe(': a bc d');
    expect(told({ grouping: 'none' })).toBe(': a b c d');
    expect(told({ grouping: 'batch' })).toBe('2: bc | 8: d | 64: a');
    expect(told({ grouping: 'method' })).toBe('GN(32)+WS: a bc d');
  });

  it('sorts heads by the mean of their runs, and has what is pinned first', () => {
    const order = { by: 'Test acc.', direction: 'descending' } as const;
    expect(told({ grouping: 'batch', order })).toBe('2: cb | 64: a | 8: d');
    expect(told({ baseline: 'd', order })).toBe('baseline: d | : cb a');
    const [, b] = runs;
    expect(told({ baseline: b && pinKey([b]) })).toBe('baseline: bc | : a d');
    expect(told({ filters: { batch: ['64'] }, baseline: 'd' })).toBe('baseline: d | : a');
    expect(told({ text: 'nothing of the kind' })).toBe(': ');
  });

  it('sorts by the difference to what is pinned', () => {
    const order = { by: 'Difference', direction: 'ascending' } as const;
    expect(told({ baseline: 'a', order })).toBe('baseline: a | : d bc');
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
