import { expect, test } from 'vitest';
import type { Look } from './earlier.ts';
import { sliceOf } from './slices.ts';

const look = (updateNorm: number): Look => ({
  step: 1,
  images: 2,
  answer: {
    kind: 'landscape',
    images: 64,
    batch: 2,
    updateNorm,
    weightNorm: 10,
    points: [-2, 0, 2].map((at) => ({ at, loss: at * at, slope: 1 })),
  },
});
const style = { colour: 'var(--series-0)', dash: '7 4' };

test('x is in updates of each look, and the next update is marked between points', () => {
  expect(sliceOf(look(0.5), [], style, 'updates')).toEqual({
    ...style,
    points: [
      { x: -2, loss: 4 },
      { x: 0, loss: 0 },
      { x: 2, loss: 4 },
    ],
    tangent: [
      { x: -2, loss: -2 },
      { x: 0, loss: 0 },
      { x: 2, loss: 2 },
    ],
    earlier: [],
    marked: [
      { x: 0, loss: 0 },
      { x: 1, loss: 2 },
    ],
  });
});

test('relative distances follow the norms of each look', () => {
  const slice = sliceOf(look(0.5), [look(1)], style, 'relative');
  expect(slice.points.map(({ x }) => x)).toEqual([-0.1, 0, 0.1]);
  expect(slice.earlier[0]?.map(({ x }) => x)).toEqual([-0.2, 0, 0.2]);
  expect(slice.marked[1]).toEqual({ x: 0.05, loss: 2 });
});
