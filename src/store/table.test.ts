import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { finishedRun } from '../testing/madeUpRuns.ts';
import { baselineOf, differenceTo, pinKey } from './baseline.ts';
import { newRun, type RunRecord, recordOf } from './run.ts';
import {
  DEFAULT_TABLE,
  facetChoices,
  narrowedTo,
  type RunTable,
  readTable,
  shownRuns,
  tableAfter,
} from './table.ts';

const run = (name: string, settings: Partial<Experiment> = {}, part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun(name, { ...DEFAULT_EXPERIMENT, ...settings }, 0, name),
  status: { kind: 'stopped' },
  ...part,
});
const BN = { norm: 'batch', weights: 'plain' } as const;
const RUNS = [
  run('GN(32)+WS · batch 2 · seed 1'),
  run('BN · batch 2 · seed 1', BN),
  run('BN · batch 16 · seed 1', { ...BN, batch: 16 }, { notes: 'the Odd one' }),
  run('BN · batch 128 · seed 2', { ...BN, batch: 128, seed: 2 }),
];
const shown = (table: Partial<RunTable>): string[] =>
  shownRuns({ runs: RUNS, table: { ...DEFAULT_TABLE, ...table } }).map(({ name }) => name);

describe('facetChoices', () => {
  it('offers what the runs differ in, numbers in order, with how many there are', () => {
    const told = facetChoices(RUNS, DEFAULT_TABLE).map(
      ({ facet, values }) => `${facet}: ${values.map(({ words, runs }) => `${words} ×${runs}`).join(', ')}`,
    );
    expect(told).toEqual(['method: GN(32)+WS ×1, BN ×3', 'batch: 2 ×2, 16 ×1, 128 ×1', 'seed: 1 ×3, 2 ×1']);
  });

  it('keeps what is narrowed to, though no run is like that any more', () => {
    const [choice] = facetChoices(RUNS.slice(0, 1), { filters: { batch: ['64'] } });
    expect(choice?.values.map(({ value, runs }) => [value, runs])).toEqual([
      ['2', 1],
      ['64', 0],
    ]);
  });
});

describe('shownRuns', () => {
  it('is all of them, or those with these values and words', () => {
    expect(shown({})).toHaveLength(4);
    expect(shown({ filters: { method: ['BN'], batch: ['2', '128'] } })).toEqual([
      RUNS[1]?.name,
      RUNS[3]?.name,
    ]);
    expect(shown({ text: 'bn 128' })).toEqual([RUNS[3]?.name]);
    expect(shown({ text: 'batch 16' })).toEqual([RUNS[2]?.name]);
    expect(shown({ text: 'seed 2' })).toEqual([RUNS[3]?.name]);
    expect(shown({ text: 'batch 1 bn' })).toEqual([RUNS[2]?.name, RUNS[3]?.name]);
    expect(shown({ text: 'ODD' })).toEqual([RUNS[2]?.name]);
    expect(shown({ text: 'gn(32)+' })).toEqual([RUNS[0]?.name]);
    expect(shown({ text: 'dd' })).toEqual([]);
  });

  it('is the baseline, too, whatever is looked for', () => {
    const baseline = RUNS[0] && pinKey([RUNS[0]]);
    expect(shown({ filters: { batch: ['16'] }, baseline })).toEqual([RUNS[0]?.name, RUNS[2]?.name]);
  });
});

describe('tableAfter', () => {
  const table = { ...narrowedTo(DEFAULT_TABLE, 'batch', ['16']), baseline: 'x' };

  it('never hides what a visitor has just begun', () => {
    const begun = run('new', {}, { status: { kind: 'waiting', for: 'turn' } });
    expect(tableAfter({ runs: [...RUNS, begun], table }, RUNS)).toMatchObject({ filters: {}, baseline: 'x' });
    const alike = { ...begun, experiment: { ...DEFAULT_EXPERIMENT, batch: 16 } };
    expect(tableAfter({ runs: [...RUNS, alike], table }, RUNS)).toBe(table);
    expect(tableAfter({ runs: [...RUNS, run('from a file')], table }, RUNS)).toBe(table);
  });

  it('begins anew once all runs are gone, and not before they came', () => {
    expect(tableAfter({ runs: [], table }, RUNS)).toEqual(DEFAULT_TABLE);
    expect(tableAfter({ runs: RUNS, table }, [])).toBe(table);
  });
});

describe('readTable', () => {
  it('reads what was remembered, and nothing else', () => {
    const table: RunTable = {
      text: 'bn',
      filters: { method: ['BN'], lr: ['0.001'] },
      grouping: 'lr',
      order: { by: 'Test acc.', direction: 'descending' },
      baseline: 'a',
    };
    expect(readTable(JSON.parse(JSON.stringify(table)))).toEqual(table);
    const odd = { text: 3, filters: { colour: ['red'], lr: [1] }, grouping: 'x', order: { by: 'y' } };
    for (const stored of [null, 'x', [], odd]) expect(readTable(stored)).toEqual(DEFAULT_TABLE);
  });
});

describe('the baseline', () => {
  const finished = (accuracy: number, settings: Partial<Experiment>) =>
    recordOf(`${JSON.stringify(settings)}`, finishedRun(accuracy, settings), 0);
  const gn = [0.8, 0.82, 0.84].map((accuracy, i) => finished(accuracy, { seed: 1 + i }));
  const bn = [0.6, 0.66].map((accuracy, i) => finished(accuracy, { ...BN, seed: 1 + i }));
  const runs = [...gn, ...bn];
  const pinned = (baseline: string | undefined) =>
    baselineOf({ runs, table: { ...DEFAULT_TABLE, baseline } });

  it('is a group or a run, while it is there', () => {
    expect(pinned(pinKey(gn))).toMatchObject({ name: 'GN(32)+WS', accuracies: [0.8, 0.82, 0.84] });
    expect(pinned(gn[1]?.id)?.accuracies).toEqual([0.82]);
    expect(pinned('gone')).toBeUndefined();
  });

  it('is what others differ from, with Welch’s interval where both have two seeds', () => {
    const baseline = pinned(pinKey(gn));
    const difference = baseline && differenceTo(baseline, bn);
    expect(difference?.estimate).toBeCloseTo(-0.19, 12);
    // s = 0.02 and √0.0018: ν = 1.3015 and t = 7.505, by scipy.stats.ttest_ind(…, equal_var=False).
    expect(difference?.interval?.low).toBeLessThan(-0.19);
    expect(baseline && differenceTo(baseline, bn.slice(0, 1))).toMatchObject({ interval: undefined });
    expect(baseline && differenceTo(baseline, [run('stopped')])).toBeUndefined();
    const elsewhere = bn.map((each) => ({ ...each, experiment: { ...each.experiment, data: 'synthetic' } }));
    expect(baseline && differenceTo(baseline, elsewhere)).toBeUndefined();
  });
});
