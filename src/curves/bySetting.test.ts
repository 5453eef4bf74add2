import { describe, expect, it } from 'vitest';
import { groupRuns } from '../results/groups.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { divergedRun, finishedRun } from '../testing/madeUpRuns.ts';
import { bySetting } from './bySetting.ts';
import type { MeasureKey } from './measures.ts';
import {
  axisTitle,
  columnsOf,
  describeMarks,
  describeSettingPlot,
  settingPlotStem,
  settingPlotTitle,
} from './settingPlotWords.ts';

const BN = { norm: 'batch', weights: 'plain' } as const;
const plot = (...runs: Parameters<typeof groupRuns>[0]) => bySetting(groupRuns(runs), 'batch');

describe('bySetting', () => {
  const bn = [0.2, 0.3, 0.4].map((acc, i) => finishedRun(acc, { ...BN, batch: 2, seed: 1 + i }));

  it('has a line a method, its batch sizes ascending', () => {
    const sizes = plot(
      finishedRun(0.9, { batch: 32 }),
      finishedRun(0.8, { batch: 2 }),
      finishedRun(0.7, { ...BN, batch: 128 }),
      ...bn,
    );
    expect(sizes?.values).toEqual([2, 32, 128]);
    expect(sizes?.lines.map(({ name, palette }) => [name, palette])).toEqual([
      ['GN(32)+WS', 0],
      ['BN', 1],
    ]);
    expect(sizes?.lines.map(({ points }) => points.map(({ value, mean }) => [value, mean]))).toEqual([
      [
        [2, 0.8],
        [32, 0.9],
      ],
      [
        [2, expect.closeTo(0.3, 12)],
        [128, 0.7],
      ],
    ]);
  });

  it('gives the mean of three seeds its interval, and one seed none', () => {
    const [two, large] = plot(...bn, finishedRun(0.7, { ...BN, batch: 128 }))?.lines[0]?.points ?? [];
    expect(two?.results).toEqual([0.2, 0.3, 0.4]);
    // t(2) = 4.302653, s = 0.1: 0.3 ± 4.302653 · 0.1 / √3.
    expect(two?.interval?.low).toBeCloseTo(0.3 - 0.2484138, 6);
    expect(two?.interval?.high).toBeCloseTo(0.3 + 0.2484138, 6);
    expect(large).toMatchObject({ mean: 0.7, interval: undefined, results: [0.7] });
  });

  it('counts seeds that diverged, and draws nothing where all did', () => {
    const points = plot(
      ...bn,
      divergedRun({ ...BN, batch: 2, seed: 9 }),
      divergedRun({ ...BN, batch: 8 }),
      finishedRun(0.7, { ...BN, batch: 128 }),
    )?.lines[0]?.points;
    expect(points?.map(({ diverged }) => diverged)).toEqual([1, 1, 0]);
    expect(points?.[1]).toMatchObject({ value: 8, mean: undefined, interval: undefined, results: [] });
  });

  it('is nothing without a method at two batch sizes', () => {
    expect(plot(...bn, finishedRun(0.8, { batch: 32 }))).toBeUndefined();
    expect(plot(...bn, divergedRun({ ...BN, batch: 8 }))).toBeUndefined();
    expect(plot()).toBeUndefined();
  });

  it('tells methods apart by whatever else they differ in', () => {
    const both = (settings: Parameters<typeof finishedRun>[1]) =>
      [2, 8].map((batch) => finishedRun(0.5, { ...BN, ...settings, batch }));
    const names = plot(...both({}), ...both({ epochs: 3 }))?.lines.map(({ name }) => name);
    expect(names).toEqual(['1 epoch', '3 epochs']);
  });

  it('holds the original study’s figures where the settings are its own', () => {
    const study = [2, 64].map((batch) => finishedRun(0.5, { ...DEFAULT_EXPERIMENT, ...BN, batch }));
    expect(plot(...study)?.lines[0]?.points.map(({ published }) => published)).toEqual([0.1878, 0.9249]);
    const small = [2, 64].map((batch) => finishedRun(0.5, { ...BN, batch, network: 'small-cnn' }));
    expect(plot(...small)?.lines[0]?.points.map(({ published }) => published)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('marks raw scores where others count, or none', () => {
    // At momentum 0.9 the 150 updates of batch 2 leave nothing of the start, the 38 of batch 8 two percent.
    const slow = { ...BN, momentum: 0.9 };
    const sizes = plot(
      finishedRun(0.5, { ...slow, batch: 2 }),
      ...[0.1, 0.2].map((raw, i) =>
        finishedRun(raw, { ...slow, batch: 8, seed: 1 + i }, { recalibrated: 0.8 }),
      ),
      finishedRun(0.25, { ...slow, batch: 32 }),
    );
    expect(sizes?.lines[0]?.points.map(({ mean, raw }) => [mean, raw])).toEqual([
      [0.5, undefined],
      [expect.closeTo(0.8, 12), expect.closeTo(0.15, 12)],
      [undefined, 0.25],
    ]);
    expect(sizes?.yDomain[0]).toBeLessThan(0.15);
    expect(sizes && describeMarks(sizes)).toContain('Crosses are raw scores');
    expect(sizes && describeSettingPlot(sizes)).toBe(
      'BN: 50.0 % at batch 2, 80.0 %, raw 15.0 % at batch 8, raw 25.0 % at batch 32.',
    );
    expect(sizes && columnsOf(sizes).map(({ title }) => title)).toContain('Raw');
  });

  it('puts the methods side by side, in order, nearer to their batch size than to the next', () => {
    const methods = (['group', 'batch', 'layer', 'instance'] as const).flatMap((norm) =>
      [100, 128].map((batch) => finishedRun(0.5, { norm, batch })),
    );
    const lines = plot(...methods)?.lines ?? [];
    const at = (i: number) => lines.map(({ points }) => points[i]?.x ?? 0);
    expect(at(0)).toEqual(at(0).toSorted((a, b) => a - b));
    expect(new Set(at(0)).size).toBe(4);
    expect(Math.max(...at(0))).toBeLessThan(Math.sqrt(100 * 128));
    expect(Math.min(...at(1))).toBeGreaterThan(Math.sqrt(100 * 128));
  });

  it('has room for intervals, but not for accuracies that cannot be', () => {
    const wide = [0.1, 0.9].map((acc, i) => finishedRun(acc, { ...BN, batch: 2, seed: 1 + i }));
    expect(plot(...wide, finishedRun(0.7, { ...BN, batch: 8 }))?.yDomain).toEqual([0, 1]);
    const narrow = plot(
      finishedRun(0.6, { batch: 2, network: 'mlp' }),
      finishedRun(0.8, { batch: 8, network: 'mlp' }),
    );
    expect(narrow?.yDomain.map((edge) => edge.toFixed(3))).toEqual(['0.590', '0.810']);
  });

  it('draws other numbers on a scale of their own', () => {
    const by = (setting: 'lr' | 'epochs' | 'groups', values: readonly number[]) => {
      const runs = values.map((value) => finishedRun(0.5, { [setting]: value }));
      return bySetting(groupRuns(runs), setting);
    };
    const rates = by('lr', [0.1, 0.001, 0.01]);
    expect([rates?.values, rates?.log, rates && axisTitle(rates)]).toEqual([
      ...[[0.001, 0.01, 0.1], 10, 'learning rate (log scale)'],
    ]);
    const epochs = by('epochs', [1, 2, 5]);
    expect([epochs?.log, epochs?.xDomain, epochs && axisTitle(epochs)]).toEqual([
      ...[undefined, [0.8, 5.2], 'epochs'],
    ]);
    expect(epochs && describeSettingPlot(epochs)).toBe(
      'GN(32)+WS: 50.0 % at epochs 1, 50.0 % at epochs 2, 50.0 % at epochs 5.',
    );
    expect(by('groups', [1, 32])?.log).toBe(2);
  });

  it('sets names side by side, in the order of the page, without a line between', () => {
    const by = (setting: 'optimizer' | 'method', ...runs: Parameters<typeof groupRuns>[0]) => {
      const named = bySetting(groupRuns(runs), setting);
      return named && { ...named, told: describeSettingPlot(named), axis: axisTitle(named) };
    };
    const optimizers = by(
      'optimizer',
      finishedRun(0.5, { optimizer: 'sgd' }),
      finishedRun(0.8, { optimizer: 'adam' }),
      finishedRun(0.7, { ...BN, optimizer: 'sgd' }),
    );
    expect(optimizers).toMatchObject({ named: true, log: undefined, values: [0, 1], xDomain: [-0.5, 1.5] });
    expect([optimizers?.words, optimizers?.axis]).toEqual([['Adam', 'SGD'], 'optimizer']);
    expect(optimizers?.told).toBe('GN(32)+WS: 80.0 % with Adam, 50.0 % with SGD. BN: 70.0 % with SGD.');
    const methods = by('method', ...bn, finishedRun(0.9, { batch: 2 }));
    expect(methods?.told).toBe('batch 2: 30.0 % with BN, 90.0 % with GN(32)+WS.');
    const ofMomenta = [0.9, 0.99].map((momentum) =>
      finishedRun(momentum - 0.5, { ...BN, batch: 2, momentum }),
    );
    const gn = finishedRun(0.8, { batch: 2 });
    expect(by('method', ...ofMomenta, gn)?.told).toBe(
      'batch 2, BN momentum 0.9: 40.0 % with BN, 80.0 % with GN(32)+WS. batch 2: raw 49.0 % with BN.',
    );
    expect(by('method', gn, ...ofMomenta)?.told).toBe(
      'batch 2, BN momentum 0.9: 80.0 % with GN(32)+WS, 40.0 % with BN. batch 2: raw 49.0 % with BN.',
    );
    const larger = [finishedRun(0.8, { batch: 64 }), finishedRun(0.7, { ...BN, batch: 64 })];
    expect(by('method', ...ofMomenta, gn, ...larger)?.lines.map(({ name }) => name)).toEqual([
      'batch 2, BN momentum 0.9',
      'batch 2',
      'batch 64',
    ]);
  });

  it('draws any other result in its own unit, a baseline across, and of many lines the fullest', () => {
    const runs = [2, 8].flatMap((batch) => [finishedRun(0.6, { batch }), finishedRun(0.8, { ...BN, batch })]);
    const groups = groupRuns(runs);
    const [group] = groups;
    const baseline = group && { name: 'GN at batch 2', group };
    const loss = bySetting(groups, 'batch', { measure: 'testLoss', baseline, most: 1 });
    expect(loss).toMatchObject({ left: 1, baseline: { mean: 0.5, interval: undefined } });
    expect(loss && settingPlotTitle(loss)).toBe('Test loss by batch size');
    expect(loss && settingPlotStem(loss)).toBe('test-loss-by-batch-size');
    expect(loss && describeSettingPlot(loss)).toBe(
      'GN(32)+WS: 0.500 at batch 2, 0.500 at batch 8. Baseline GN at batch 2: 0.500.',
    );
    expect(loss && describeMarks(loss)).toContain('The dashed line is the baseline, GN at batch 2.');
    const read = (measure: MeasureKey) =>
      bySetting(groups, 'batch', { measure })?.lines[1]?.points.map(({ mean }) => mean);
    expect(read('validation')).toEqual([0.625, 0.625]);
    expect(read('trainingLoss')).toEqual([1, 1]);
    expect(read('seconds')).toEqual([2.5, 2.5]);
    expect(read('speed')).toEqual([10_000, 10_000]);
  });

  it('takes the colours that it is told', () => {
    const groups = groupRuns([finishedRun(0.6, { batch: 2 }), finishedRun(0.8, { batch: 8 })]);
    const sizes = bySetting(groups, 'batch', {
      paletteOf: ({ experiment }) => (experiment.batch === 8 ? 5 : 13),
    });
    expect(sizes?.lines[0]?.palette).toBe(5);
  });
});
