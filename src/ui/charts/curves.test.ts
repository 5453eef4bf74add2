import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { newRun, type RunRecord } from '../../store/run.ts';
import { curvesOf } from './curves.ts';

const run = (part: Partial<RunRecord> = {}): RunRecord => ({
  ...newRun('a', DEFAULT_EXPERIMENT, 2, 'A [1.5]'),
  points: [36, 72, 108].map((images) => ({ images, step: images, ms: images, loss: 2, acc: 0.25 })),
  ...part,
});
const epoch = { epoch: 1, images: 100, loss: 2, acc: 0.2, val_loss: 1.5, val_acc: 0.4 };

describe('curvesOf', () => {
  it('draws nothing for runs that are hidden or have no point yet', () => {
    expect(curvesOf([], 'acc')).toBeUndefined();
    expect(curvesOf([run({ visible: false }), run({ points: [] })], 'acc')).toBeUndefined();
  });

  it('gives all series the length of the grid, under names without dots and brackets', () => {
    const curves = curvesOf([run({ history: [epoch] }), run()], 'acc');
    expect(curves?.series.map(({ key }) => key)).toEqual(['t0', 'v0', 't1']);
    for (const { values } of curves?.series ?? []) expect(values.length).toBe(curves?.grid.length);
  });

  it('marks validation exactly at the end of its epoch', () => {
    const curves = curvesOf([run({ history: [epoch] })], 'acc');
    const at = curves?.grid.indexOf(100) ?? -1;
    expect(curves?.series[1]?.values[at]).toBe(0.4);
    expect(curves?.series[1]?.values.filter((value) => value !== null).length).toBe(1);
  });

  it('gives accuracy the whole axis, loss a top that fits, and names what exploded', () => {
    expect(curvesOf([run()], 'acc')?.yDomain).toEqual([0, 1]);
    expect(curvesOf([run()], 'loss')).toMatchObject({ yDomain: [0, 2], above: [] });
    const exploded = run({
      name: 'B',
      points: [{ images: 36, step: 1, ms: 1, loss: 1e9, acc: 0.1 }],
      status: { kind: 'diverged', step: 2, message: '' },
    });
    expect(curvesOf([run(), exploded], 'loss')).toMatchObject({ yDomain: [0, 5], above: ['B'] });
  });

  it('does not let the first steps decide the loss axis', () => {
    const points = [
      { images: 1, step: 1, ms: 1, loss: 9, acc: 0 },
      ...[4000, 8000, 12_000].map((images) => ({ images, step: images, ms: images, loss: 0.9, acc: 0.5 })),
    ];
    expect(curvesOf([run({ points })], 'loss')).toMatchObject({ yDomain: [0, 1], above: [] });
  });

  it('names a run that is above the loss axis for long, not one that starts there', () => {
    const from = (loss: number, until: number): RunRecord =>
      run({
        points: Array.from({ length: 500 }, (_, i) => ({
          images: 36 * (i + 1),
          step: i + 1,
          ms: i + 1,
          loss: 36 * i < until ? loss : 0.9,
          acc: 0.5,
        })),
      });
    expect(curvesOf([from(9, 180)], 'loss')?.above).toEqual([]);
    expect(curvesOf([from(9, 3600)], 'loss')).toMatchObject({ yDomain: [0, 5], above: ['A [1.5]'] });
    const starting = run({ points: [{ images: 36, step: 1, ms: 1, loss: 9, acc: 0.1 }] });
    expect(curvesOf([starting], 'loss')?.above).toEqual([]);
  });
});
