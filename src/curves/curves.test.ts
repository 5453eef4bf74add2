import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { ColumnCache } from './columns.ts';
import type { CurveRun } from './curveRun.ts';
import { curvesOf, panelBatches, panelOf } from './curves.ts';
import { figureOf } from './figure.ts';
import { DEFAULT_VIEW, type View } from './view.ts';

const run = (part: Partial<CurveRun> = {}): CurveRun => ({
  id: 'a',
  name: 'A [1.5]',
  colour: 2,
  visible: true,
  active: true,
  experiment: DEFAULT_EXPERIMENT,
  points: [36, 72, 108].map((images) => ({ images, step: images, ms: images, loss: 2, acc: 0.25 })),
  history: [],
  ...part,
});
const epoch = { epoch: 1, images: 108, loss: 2, acc: 0.2, val_loss: 1.5, val_acc: 0.4 };
const view = (part: Partial<View>): View => ({ ...DEFAULT_VIEW, ...part });
const seeded = (seed: number, part: Partial<CurveRun> = {}): CurveRun =>
  run({ id: `s${seed}`, name: `A · seed ${seed}`, experiment: { ...DEFAULT_EXPERIMENT, seed }, ...part });
/** Points of a constant loss, `images` apart. */
const flat = (loss: number, count: number, images = 36) =>
  Array.from({ length: count }, (_, i) => ({
    images: images * (i + 1),
    step: i + 1,
    ms: 10 * (i + 1),
    loss,
    acc: 0.5,
  }));

describe('curvesOf', () => {
  it('draws nothing for runs that are hidden or have no point yet', () => {
    expect(curvesOf([], 'acc')).toBeUndefined();
    expect(curvesOf([run({ visible: false }), run({ points: [] })], 'acc')).toBeUndefined();
  });

  it('gives all series the length of the grid, under names without dots and brackets', () => {
    const curves = curvesOf([run({ history: [epoch] }), run({ id: 'b' })], 'acc');
    expect(curves?.series.map(({ key }) => key)).toEqual(['t0', 'v0', 't1']);
    for (const { values } of curves?.series ?? []) expect(values.length).toBe(curves?.grid.length);
  });

  it('marks validation exactly at the end of its epoch', () => {
    const curves = curvesOf([run({ history: [epoch] })], 'acc');
    const at = curves?.grid.indexOf(108) ?? -1;
    expect(curves?.series[1]?.values[at]).toBe(0.4);
    expect(curves?.series[1]?.values.filter((value) => value !== null).length).toBe(1);
  });

  it('shows train, validation or both', () => {
    const keys = (split: View['split']) =>
      curvesOf([run({ history: [epoch] })], 'acc', { view: view({ split }) })?.series.map(({ key }) => key);
    expect([keys('both'), keys('train'), keys('validation')]).toEqual([['t0', 'v0'], ['t0'], ['v0']]);
    expect(curvesOf([run()], 'acc', { view: view({ split: 'validation' }) })).toBeUndefined();
  });

  it('names what exploded', () => {
    expect(curvesOf([run()], 'loss')).toMatchObject({ yDomain: [0, 2], above: [] });
    const points = [{ images: 36, step: 1, ms: 1, loss: 1e9, acc: 0.1 }];
    const exploded = run({ id: 'b', name: 'B', points, active: false });
    expect(curvesOf([run(), exploded], 'loss')).toMatchObject({ yDomain: [0, 5], above: [{ name: 'B' }] });
  });

  it('lets the first steps leave the loss axis, and names a run that is above it for long', () => {
    const from = (loss: number, until: number) =>
      run({ points: flat(0.9, 500).map((one) => (one.images <= until ? { ...one, loss } : one)) });
    expect(curvesOf([from(2, 36)], 'loss')).toMatchObject({ yDomain: [0, 1], above: [] });
    expect(curvesOf([from(9, 180)], 'loss')?.above).toEqual([]);
    expect(curvesOf([from(9, 3600)], 'loss')).toMatchObject({
      yDomain: [0, 5],
      above: [{ name: 'A [1.5]' }],
    });
    const starting = run({ points: [{ images: 36, step: 1, ms: 1, loss: 9, acc: 0.1 }] });
    expect(curvesOf([starting], 'loss')?.above).toEqual([]);
  });

  it('draws the same with what it kept of earlier redraws', () => {
    const cache = new ColumnCache();
    const points = flat(1, 300).map((one, i) => ({ ...one, loss: 1 + Math.sin(i) }));
    for (const end of [10, 150, 300]) {
      const runs = [run({ points: points.slice(0, end) })];
      expect(curvesOf(runs, 'loss', { cache })).toEqual(curvesOf(runs, 'loss'));
    }
  });
});

describe('x axes', () => {
  /** 108 images an epoch, 3 epochs: at batch 2 and at batch 36, of different speed. */
  const lengths = { images: 108, epochs: 3 };
  const run2 = run({
    id: 'two',
    active: false,
    experiment: { ...DEFAULT_EXPERIMENT, ...lengths, batch: 2 },
    points: [108, 216, 324].map((images) => ({
      images,
      step: images / 2,
      ms: 10 * images,
      loss: images,
      acc: 0,
    })),
    history: [1, 2, 3].map((each) => ({ ...epoch, epoch: each, images: 108 * each, val_loss: each })),
  });
  const run36 = run({
    id: 'many',
    active: false,
    experiment: { ...DEFAULT_EXPERIMENT, ...lengths, batch: 36 },
    points: [108, 216, 324].map((images) => ({
      images,
      step: images / 36,
      ms: images,
      loss: images,
      acc: 0,
    })),
    history: [1, 2].map((each) => ({ ...epoch, epoch: each, images: 108 * each, val_loss: each })),
  });

  it.each([
    ['images', 324, 324, [108, 216, 324], [108, 216]],
    ['updates', 162, 9, [54, 108, 162], [3, 6]],
    ['epochs', 3, 3, [1, 2, 3], [1, 2]],
    ['seconds', 3.24, 0.324, [1.08, 2.16, 3.24], [0.108, 0.216]],
  ] as const)('lays %s beside each other', (x, end2, end36, marks2, marks36) => {
    const curves = curvesOf([run2, run36], 'loss', { view: view({ x, smoothing: 0 }) });
    expect(curves?.xDomain).toEqual([0, Math.max(end2, end36)]);
    const positions = (key: string) =>
      curves?.grid.filter((_, i) => curves.series.find((one) => one.key === key)?.values[i] !== null) ?? [];
    expect(positions('t0').at(-1)).toBeCloseTo(end2, 9);
    expect(positions('t1').at(-1)).toBeCloseTo(end36, 9);
    const rounded = (xs: readonly number[]) => xs.map((at) => at.toFixed(6));
    expect(rounded(positions('v0'))).toEqual(rounded(marks2));
    expect(rounded(positions('v1'))).toEqual(rounded(marks36));
    // Both have seen as much at the same share of their way.
    const value = (key: string, at: number) => {
      const i = curves?.grid.findIndex((position) => Math.abs(position - at) < 1e-9) ?? -1;
      return curves?.series.find((one) => one.key === key)?.values[i];
    };
    expect(value('t0', marks2[1])).toBeCloseTo(216, 9);
    expect(value('t1', marks36[1])).toBeCloseTo(216, 9);
  });

  it('is longer than what was seen while nobody knows how long it takes', () => {
    const training = { ...run2, active: true };
    expect(curvesOf([training], 'loss', { view: view({ x: 'seconds' }) })?.xDomain).toEqual([0, 5]);
  });
});

describe('seeds', () => {
  const [one, two] = [
    seeded(1, { points: flat(1, 10), history: [{ ...epoch, val_loss: 1 }] }),
    seeded(2, { points: flat(3, 5), history: [{ ...epoch, val_loss: 2 }] }),
  ];

  it('are one line, their mean, with a band as far as two of them reach', () => {
    const curves = curvesOf([one, two], 'loss', { view: view({ seeds: 'range' }) });
    expect(curves?.series.map(({ key, name }) => [key, name])).toEqual([
      ['t0', 'A · 2 seeds'],
      ['v0', 'A · 2 seeds'],
    ]);
    const [train, validation] = curves?.series ?? [];
    const at = (images: number) => curves?.grid.indexOf(images) ?? -1;
    const read = (images: number) => [
      train?.values[at(images)],
      train?.band?.lower[at(images)],
      train?.band?.upper[at(images)],
    ];
    expect(read(180)).toEqual([2, 1, 3]);
    expect(read(360)).toEqual([1, null, null]);
    expect(validation?.values[at(108)]).toBe(1.5);
    expect(validation?.band?.upper[at(108)]).toBe(2);
  });

  it('of different lengths are no line that leaps from a mean of two to the value of one', () => {
    const [train] = curvesOf([one, two], 'loss', { view: view({ seeds: 'range' }) })?.series ?? [];
    const drawn = train?.values.filter((value) => value !== null) ?? [];
    const leap = drawn.findIndex((value) => value !== 2);
    expect(drawn.slice(leap, leap + 2)).toEqual([Number.NaN, 1]);
    expect(drawn.filter(Number.isNaN)).toHaveLength(1);
  });

  it('that were done sooner stay in the mean of those that took longer', () => {
    const status = { kind: 'finished', test: { loss: 1, acc: 0.5 } } as const;
    const seeds = [seeded(1, { points: flat(1, 10), status }), seeded(2, { points: flat(3, 5), status })];
    const seconds = { view: view({ x: 'seconds' }) };
    for (const zoom of [undefined, { from: 0.06, to: 0.09 }])
      expect(new Set(curvesOf(seeds, 'loss', { ...seconds, zoom })?.series[0]?.values)).toEqual(new Set([2]));
    const lines = curvesOf(seeds, 'loss', { view: view({ x: 'seconds', seeds: 'lines' }) });
    const [longer, sooner] = ['t0', 't1'].map(
      (key) => lines?.series.find((line) => line.key === key)?.values,
    );
    expect([longer?.at(-1), sooner?.at(-1)]).toEqual([1, null]);
  });

  it('are lines of their own where one wants to see each', () => {
    const curves = curvesOf([one, two], 'loss', { view: view({ seeds: 'lines' }) });
    expect(curves?.series.map(({ key }) => key)).toEqual(['t0', 'v0', 't1', 'v1']);
    expect(curves?.series.some(({ band }) => band)).toBe(false);
  });

  it('have no band while there is one', () => {
    expect(curvesOf([one], 'loss')?.series[0]?.band).toBeUndefined();
    expect(curvesOf([one, { ...two, visible: false }], 'loss')?.series[0]?.band).toBeUndefined();
  });
});

describe('zoom', () => {
  const long = run({
    points: flat(1, 500).map((one, i) => ({ ...one, loss: 2 - i / 500 })),
    history: [1, 2, 3].map((each) => ({ ...epoch, epoch: each, images: 6000 * each })),
  });

  it('shows a part, as fine as the whole, with the lines going on beyond its edges', () => {
    const curves = curvesOf([long], 'loss', { zoom: { from: 7000, to: 9000 } });
    expect(curves).toMatchObject({ xDomain: [7000, 9000], xEnd: 18_000, zoomed: true });
    expect(curves?.grid.slice(0, 2)).toEqual([6000, 7000]);
    expect(curves?.grid.slice(-2)).toEqual([9000, 12_000]);
    expect(curves?.grid.length).toBe(203);
    const [bottom, top] = curves?.yDomain ?? [0, 0];
    expect(bottom).toBeGreaterThan(1.3);
    expect(top).toBeLessThan(1.8);
  });
});

describe('log', () => {
  it('breaks lines at zero and below, and never draws it as one', () => {
    const points = flat(1, 4).map((one, i) => ({ ...one, loss: [1, 0, -1, 0.5][i] ?? 1 }));
    const history = [
      { ...epoch, val_loss: 0 },
      { ...epoch, epoch: 2, images: 144, val_loss: 0.5 },
    ];
    const curves = curvesOf(
      [run({ points, history, experiment: { ...DEFAULT_EXPERIMENT, images: 144, epochs: 1 } })],
      'loss',
      { view: view({ y: 'log', smoothing: 0 }) },
    );
    const at = (images: number) => curves?.grid.indexOf(images) ?? -1;
    const [train, validation] = curves?.series ?? [];
    expect([36, 72, 108, 144].map((images) => train?.values[at(images)])).toEqual([
      1,
      Number.NaN,
      Number.NaN,
      0.5,
    ]);
    expect(validation?.values[at(108)]).toBeNaN();
    expect(curves?.yDomain[0]).toBeGreaterThan(0);
    const [line] = curves ? figureOf(curves, 'loss', view({ y: 'log' })).series : [];
    expect(line?.y.every((value) => value === null || value > 0)).toBe(true);
    expect(line?.y).toContain(null);
  });

  it('leaves accuracy linear', () => {
    expect(curvesOf([run()], 'acc', { view: view({ y: 'log' }) })).toMatchObject({
      log: false,
      yDomain: [0, 1],
    });
  });
});

describe('a fork', () => {
  it('begins where it left its parent, smoothed from what came before', () => {
    const fork = { parent: 'A', experiment: DEFAULT_EXPERIMENT, step: 5, images: 180 };
    const history = [
      { ...epoch, images: 108 },
      { ...epoch, epoch: 2, images: 216 },
    ];
    const curves = curvesOf([run({ points: flat(1, 10), history, fork })], 'loss');
    const [train, validation] = curves?.series ?? [];
    const first = train?.values.findIndex((value) => value !== null) ?? -1;
    expect(curves?.grid[first]).toBe(180);
    expect(validation?.values.filter((value) => value !== null).length).toBe(1);
  });
});

describe('panels', () => {
  it('are one for each visible batch size, on the axes of all', () => {
    const batch = (size: number, part: Partial<CurveRun> = {}) =>
      run({ id: `${size}`, experiment: { ...DEFAULT_EXPERIMENT, batch: size }, ...part });
    const runs = [batch(64, { points: flat(4, 9) }), batch(2), batch(8, { visible: false })];
    expect(panelBatches(runs, view({}))).toEqual([]);
    expect(panelBatches(runs, view({ layout: 'panels' }))).toEqual([2, 64]);
    const curves = curvesOf(runs, 'loss');
    const panel = curves && panelOf(curves, 2);
    expect(panel?.curves.series.map(({ key }) => key)).toEqual(['t1']);
    expect(panel?.curves.yDomain).toEqual([0, 4]);
    expect(curves && panelOf(curves, 8)).toBeUndefined();
  });

  it('name only what is above in themselves', () => {
    const exploded = [{ images: 36, step: 1, ms: 1, loss: 1e9, acc: 0.1 }];
    const batch = (size: number, part: Partial<CurveRun>) =>
      run({ id: `${size}`, experiment: { ...DEFAULT_EXPERIMENT, batch: size }, ...part });
    const curves = curvesOf([batch(64, {}), batch(2, { points: exploded, active: false })], 'loss');
    const above = (size: number) => curves && panelOf(curves, size)?.curves.above.length;
    expect([above(64), above(2)]).toEqual([0, 1]);
  });
});

describe('figureOf', () => {
  it('is plain data with names, palette, bands and titles', () => {
    const runs = [seeded(1, { points: flat(1, 5), history: [epoch] }), seeded(2, { points: flat(3, 5) })];
    const curves = curvesOf(runs, 'loss', { view: view({ seeds: 'range', x: 'epochs' }) });
    const figure = curves && figureOf(curves, 'loss', view({ seeds: 'range', x: 'epochs' }));
    expect(figure).toMatchObject({
      title: 'Loss',
      xLabel: 'epochs',
      yLabel: 'cross-entropy, nats',
      log: false,
    });
    const [train, validation] = figure?.series ?? [];
    expect(train).toMatchObject({ name: 'A · 2 seeds', palette: 2, marks: false });
    expect([train?.y.at(-1), train?.lower?.at(-1), train?.upper?.at(-1)]).toEqual([2, 1, 3]);
    expect(validation).toMatchObject({ marks: true, x: [108 / 6000], y: [1.5] });
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  });

  it('gives accuracy in percent, with its axis', () => {
    const curves = curvesOf([run({ history: [epoch] })], 'acc');
    const figure = curves && figureOf(curves, 'acc', view({}));
    expect(figure).toMatchObject({ yLabel: 'accuracy, %', yDomain: [0, 100] });
    expect(figure?.series.map(({ y }) => y.at(-1))).toEqual([25, 40]);
  });
});
