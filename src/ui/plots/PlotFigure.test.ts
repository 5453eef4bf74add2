import { expect, it } from 'vitest';
import { shortTick } from './PlotFigure.tsx';

it('writes ticks short', () => {
  expect([0, 0.05, -1.25, 1200, 12_000, 1e-5, -1e-4].map(shortTick)).toEqual([
    '0',
    '0.05',
    '−1.25',
    '1,200',
    '12k',
    '1e−5',
    '−1e−4',
  ]);
});
