import { describe, expect, it } from 'vitest';
import type { Curves } from '../../curves/curves.ts';
import { keyEffect } from './plotKeys.ts';

const curves: Curves = {
  grid: Array.from({ length: 101 }, (_, i) => i),
  series: [
    {
      key: 't0',
      line: 'a',
      name: 'a',
      split: 'train',
      colour: 0,
      batch: 2,
      values: Array.from({ length: 101 }, (_, i) => (i <= 60 ? 0.5 : null)),
      band: undefined,
    },
  ],
  xDomain: [0, 100],
  xEnd: 100,
  yDomain: [0, 1],
  log: false,
  zoomed: false,
  above: [],
};
const zoomed: Curves = { ...curves, xDomain: [40, 60], zoomed: true };

describe('keyEffect', () => {
  it('brings the crosshair in where the curves stand, and moves it without leaving the axis', () => {
    expect(keyEffect('ArrowLeft', curves, undefined)).toEqual({ kind: 'move', x: 60 });
    expect(keyEffect('ArrowRight', curves, 60)).toEqual({ kind: 'move', x: 61 });
    expect(keyEffect('PageDown', curves, 5)).toEqual({ kind: 'move', x: 0 });
    expect(keyEffect('End', curves, 5)).toEqual({ kind: 'move', x: 100 });
    expect(keyEffect('Home', zoomed, 50)).toEqual({ kind: 'move', x: 40 });
  });

  it('zooms around the crosshair, out to the whole axis', () => {
    expect(keyEffect('+', curves, 20)).toEqual({ kind: 'zoom', zoom: { from: 10, to: 60 } });
    expect(keyEffect('+', curves, undefined)).toEqual({ kind: 'zoom', zoom: { from: 25, to: 75 } });
    expect(keyEffect('-', zoomed, undefined)).toEqual({ kind: 'zoom', zoom: { from: 30, to: 70 } });
    expect(keyEffect('-', { ...zoomed, xDomain: [60, 100] }, 99)).toEqual({
      kind: 'zoom',
      zoom: { from: 20, to: 100 },
    });
    expect(keyEffect('-', { ...zoomed, xDomain: [10, 90] }, 50)).toEqual({ kind: 'zoom', zoom: undefined });
    expect(keyEffect('0', zoomed, 50)).toEqual({ kind: 'zoom', zoom: undefined });
  });

  it('leaves with Escape, and other keys to the page', () => {
    expect(keyEffect('Escape', curves, 5)).toEqual({ kind: 'leave' });
    expect(keyEffect('Tab', curves, 5)).toBeUndefined();
  });
});
