import { describe, expect, it } from 'vitest';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { DEFAULT_MATRIX } from '../spec/matrix.ts';
import { newRun, type RunRecord } from './run.ts';
import { readRunsPlot } from './runsPlot.ts';
import { plottableSettings, runsPlot, shownSettingPlot } from './settingPlot.ts';

const finished = (change: Partial<Experiment>, colour = 0): RunRecord => ({
  ...newRun(JSON.stringify(change), { ...DEFAULT_EXPERIMENT, ...change }, colour, 'a run'),
  status: { kind: 'finished', test: { loss: 1, acc: 0.5 } },
});
const BN = { norm: 'batch', weights: 'plain' } as const;
const shown = (runs: readonly RunRecord[]) => shownSettingPlot(runs, DEFAULT_EXPERIMENT, DEFAULT_MATRIX);
const names = (runs: readonly RunRecord[]) =>
  shown(runs)?.sizes.lines.map(({ name, points }) => `${name}: ${points.map(({ value }) => value)}`);

describe('shownSettingPlot', () => {
  it('is the table’s results, in the order of its rows, and no others', () => {
    const runs = [
      finished({ batch: 64 }, 4),
      finished({ batch: 2 }, 0),
      finished({ ...BN, batch: 2 }, 1),
      finished({ batch: 8 }, 2),
      finished({ ...BN, batch: 64, epochs: 9 }, 3),
    ];
    expect(names(runs)).toEqual(['BN: 2', 'GN(32)+WS: 2,64']);
    expect(shown(runs)).toMatchObject({ ofTable: true });
    expect(shown(runs)?.sizes.lines.map(({ palette }) => palette)).toEqual([1, 0]);
  });

  it('is what else is there while the table has too little, but no forks', () => {
    const runs = [
      finished({ batch: 2 }),
      finished({ ...BN, batch: 8, epochs: 9 }),
      finished({ ...BN, batch: 32, epochs: 9 }),
    ];
    expect(names(runs)).toEqual(['GN(32)+WS, 3 epochs: 2', 'BN, 9 epochs: 8,32']);
    expect(shown(runs)).toMatchObject({ ofTable: false });
    const fork = { parent: 'a run', experiment: DEFAULT_EXPERIMENT, step: 5, images: 10 };
    expect(shown(runs.map((run) => ({ ...run, fork })))).toBeUndefined();
    expect(shown(runs.slice(0, 2))).toBeUndefined();
  });

  it('draws runs that several cells share once, which are no second value', () => {
    const groups = { setting: 'groups', values: [{ groups: 8 }, { groups: 16 }, { groups: 32 }] } as const;
    const matrix = { rows: { setting: 'method', values: [BN] }, columns: groups } as const;
    expect(shownSettingPlot([finished(BN)], DEFAULT_EXPERIMENT, matrix)).toBeUndefined();
  });
});

describe('runsPlot', () => {
  const runs = [
    finished({ batch: 2, lr: 0.01 }),
    finished({ batch: 8, lr: 0.01 }),
    finished({ ...BN, batch: 8, lr: 0.1 }),
    finished({ batch: 8, lr: 0.1, optimizer: 'sgd' }),
  ];
  const plot = (setting: Parameters<typeof runsPlot>[1]['setting']) =>
    runsPlot(runs, { setting, measure: 'test' });

  it('offers what the runs differ in, and draws the first where nobody chose', () => {
    expect(plottableSettings(runs)).toEqual(['batch', 'lr', 'method', 'optimizer']);
    expect(plot(undefined)?.setting).toBe('batch');
    // What they do not differ in is no choice.
    expect(plot('epochs')?.setting).toBe('batch');
    expect(plot('lr')).toBeUndefined();
    expect(runsPlot(runs.slice(0, 1), { setting: undefined, measure: 'test' })).toBeUndefined();
  });

  it('holds them against the runs of a baseline', () => {
    const pinned = { name: 'BN', runs: runs.slice(2, 3) };
    expect(runsPlot(runs, { setting: 'batch', measure: 'test' }, pinned)?.baseline).toMatchObject({
      name: 'BN',
      mean: 0.5,
    });
  });

  it('reads a choice from outside', () => {
    const choice = { shown: true, setting: 'lr', measure: 'seconds' } as const;
    expect(readRunsPlot(choice)).toEqual(choice);
    const odd = { shown: 1, setting: 'seed', measure: 'toString' };
    expect(readRunsPlot(odd)).toEqual({ shown: false, setting: undefined, measure: 'test' });
  });
});
