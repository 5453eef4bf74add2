import { describe, expect, it } from 'vitest';
import type { ChartLook } from './look.ts';
import { axesOf, restyle, rowsOf } from './spec.ts';

const look: ChartLook = {
  scheme: 'light',
  grid: [0, 50],
  xDomain: [0, 50],
  whole: true,
  yDomain: [0.1, 2],
  log: true,
  percent: false,
  zoomed: false,
  series: [
    {
      key: 't0',
      colour: '#000',
      dash: [1, 0],
      mark: undefined,
      band: { lower: [-1, null], upper: [1.5, null] },
    },
    { key: 'v0', colour: '#000', dash: [2, 2], mark: 'circle', band: undefined },
  ],
};
const spec = {
  width: 300,
  height: 200,
  data: {
    values: [
      { x: 0, t0: 1, 't0-name': 't0' },
      { x: 1, t0: 0.5, v0: 0.4 },
    ],
  },
  encoding: { x: { title: 'images seen' } },
};

describe('rowsOf', () => {
  it('puts x in place of the index, adds bands, and ends what reaches to zero at the bottom of a log axis', () => {
    expect(rowsOf(spec, look)).toEqual([
      { x: 0, t0: 1, v0: null, t0low: 0.1, t0high: 1.5 },
      { x: 50, t0: 0.5, v0: 0.4, t0low: null, t0high: null },
    ]);
    expect(rowsOf(spec, { ...look, log: false })[0]).toMatchObject({ t0low: -1 });
  });
});

describe('restyle', () => {
  it('draws bands below all lines, in the units of the axis', () => {
    expect(restyle(spec, look)).toMatchObject({
      encoding: { x: { title: 'images seen' } },
      layer: [
        { mark: { type: 'area' }, encoding: { y: { field: 't0low' }, y2: { field: 't0high' } } },
        { mark: { type: 'line' }, encoding: { y: { field: 't0', scale: { type: 'log' } } } },
        { transform: [{ filter: "datum['v0'] !== null" }], mark: { point: { shape: 'circle' } } },
      ],
    });
  });

  it('is the same whatever the domains, so that a view outlives them', () => {
    expect(restyle(spec, { ...look, xDomain: [3, 4], yDomain: [1, 2] })).toEqual(restyle(spec, look));
  });
});

describe('axesOf', () => {
  it('has room for the last mark, and ticks that can be told apart', () => {
    expect(axesOf(look)).toEqual({
      xDomain: [0, 50.6],
      yDomain: [0.1, 2],
      yFormat: '~g',
      yTicks: [0.1, 0.2, 0.5, 1, 2],
    });
    const zoomed = { ...look, log: false, zoomed: true, yDomain: [0.82, 0.86] } as const;
    expect(axesOf(zoomed)).toMatchObject({ xDomain: [0, 50], yFormat: '.3f', yTicks: undefined });
    expect(axesOf({ ...zoomed, percent: true })).toMatchObject({ yFormat: '.1%' });
    expect(axesOf({ ...zoomed, percent: true, yDomain: [0, 1] })).toMatchObject({ yFormat: '.0%' });
  });
});
